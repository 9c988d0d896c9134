package dev.cosell.launcher.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cosell.launcher.crm.RecordView;
import dev.cosell.launcher.soak.Edit.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds what people remember against what stands there: decided purely, so that it can be shown to find what is wrong.
 *
 * @param book what people did
 * @param referrals every referral, Microsoft's halves too, as Partner Center stores them
 * @param records every record of the CRM
 * @param shown by referral id, what the connector shows of a deal, with its timeline
 */
record Verdict(Book book, List<JsonNode> referrals, List<RecordView> records, Map<String, JsonNode> shown) {
    private static final String MICROSOFT = "msft";

    /** One line for each promise that is broken; that both sides are equal is for others to say. */
    List<String> violations() {
        List<String> out = new ArrayList<>();
        book.deals().forEach(deal -> halves(deal, out));
        strangers(out);
        for (Deal deal : book.deals()) {
            own(deal).ifPresent(referral -> edits(deal, referral, out));
        }
        return out;
    }

    /**
     * What a soak has to have had before anything it found counts: where nothing happened, every promise is kept.
     *
     * @param kills by part
     */
    static List<String> lacks(Book book, Map<Part, Integer> kills) {
        List<String> out = new ArrayList<>();
        if (book.deals().isEmpty()) {
            out.add("expected people to begin deals, found none: nothing is proven");
        }
        Arrays.stream(Part.values())
                .filter(part -> kills.getOrDefault(part, 0) == 0)
                .forEach(part -> out.add("expected " + part.word() + " to be killed, found that it never was: "
                        + "nothing is proven of it"));
        return out;
    }

    /** How many edits gave way to one on the other side, and are named on the timeline. */
    int gaveWay() {
        return (int) book.deals().stream()
                .flatMap(deal -> own(deal).stream().flatMap(referral -> overtaken(deal, referral)))
                .count();
    }

    /** The newest edits of a side that do not stand. */
    private Stream<Edit> overtaken(Deal deal, JsonNode referral) {
        return Arrays.stream(Field.values()).flatMap(field -> {
            String stands = field.shown(referral.path("details"));
            return Arrays.stream(Side.values())
                    .flatMap(side -> book.latest(deal.name(), field, side).stream())
                    .filter(edit -> !edit.value().equals(stands));
        });
    }

    // --- Exactly one of everything ---

    private void halves(Deal deal, List<String> out) {
        List<JsonNode> own = referrals.stream()
                .filter(referral -> !isMicrosofts(referral))
                .filter(referral -> referral.path("name").asText().equals(deal.name()))
                .toList();
        long kept = records.stream()
                .filter(record -> record.name().equals(deal.name()))
                .count();
        expect(1, own.size(), deal, "referrals", out);
        expect(1, kept, deal, "records", out);
        if (own.size() == 1) {
            long microsofts = referrals.stream()
                    .filter(Verdict::isMicrosofts)
                    .filter(half ->
                            half.path("engagementId").equals(own.getFirst().path("engagementId")))
                    .count();
            expect(deal.withMicrosoft() ? 1 : 0, microsofts, deal, "halves of Microsoft's", out);
        }
    }

    private static void expect(long expected, long found, Deal deal, String what, List<String> out) {
        if (expected != found) {
            out.add(deal.name() + ": expected " + expected + " " + what + ", found " + found);
        }
    }

    /** Whatever nobody began. */
    private void strangers(List<String> out) {
        Set<String> known = book.deals().stream().map(Deal::name).collect(Collectors.toSet());
        Set<String> unknown = new TreeSet<>();
        records.stream()
                .map(RecordView::name)
                .filter(name -> !known.contains(name))
                .forEach(unknown::add);
        referrals.stream()
                .filter(referral -> !isMicrosofts(referral))
                .map(referral -> referral.path("name").asText())
                .filter(name -> !known.contains(name))
                .forEach(unknown::add);
        unknown.forEach(name -> out.add("nobody began the deal \"" + name + "\""));
    }

    // --- Every edit stands, or is named ---

    private void edits(Deal deal, JsonNode referral, List<String> out) {
        for (Field field : Field.values()) {
            String stands = field.shown(referral.path("details"));
            List<Edit> all = book.edits(deal.name(), field);
            if (!all.isEmpty() && all.stream().noneMatch(edit -> edit.value().equals(stands))) {
                out.add(deal.name() + ": " + field.mapped() + " is \"" + stands + "\", which nobody typed");
            }
        }
        overtaken(deal, referral).forEach(edit -> givenWay(edit, referral, out));
    }

    /** The newest of its side does not stand: so one of the other side's newest must, and the timeline must name this. */
    private void givenWay(Edit edit, JsonNode referral, List<String> out) {
        String stands = edit.field().shown(referral.path("details"));
        boolean toTheOther = book.latest(edit.deal(), edit.field(), edit.side().other())
                .filter(other -> other.value().equals(stands))
                .isPresent();
        if (!toTheOther) {
            out.add(line(edit) + " is gone, and \"" + stands + "\" is not the newest of the other side; typed were "
                    + book.edits(edit.deal(), edit.field()).stream()
                            .map(typed -> typed.side() + " " + typed.value())
                            .toList());
        } else if (!named(referral.path("id").asText(), edit.field()).contains(edit.value())) {
            out.add(line(edit) + " gave way to \"" + stands + "\", and the timeline does not name it");
        }
    }

    /** Every value of a field that the timeline of a deal names, in whatever role. */
    private Set<String> named(String referralId, Field field) {
        Set<String> values = new TreeSet<>();
        for (JsonNode entry :
                shown.getOrDefault(referralId, MissingNode.getInstance()).path("timeline")) {
            for (JsonNode change : entry.path("changes")) {
                if (change.path("field").asText().equals(field.mapped())) {
                    for (String role : List.of("before", "after", "lost")) {
                        values.add(field.plain(change.path(role).asText()));
                    }
                }
            }
        }
        return values;
    }

    private static String line(Edit edit) {
        return edit.deal() + ": " + edit.field().mapped() + " \"" + edit.value() + "\", typed in "
                + (edit.side() == Side.CRM ? "the CRM" : "Partner Center");
    }

    private Optional<JsonNode> own(Deal deal) {
        return referrals.stream()
                .filter(referral -> !isMicrosofts(referral))
                .filter(referral -> referral.path("name").asText().equals(deal.name()))
                .findFirst();
    }

    private static boolean isMicrosofts(JsonNode referral) {
        return referral.path("organizationId").asText().equals(MICROSOFT);
    }
}
