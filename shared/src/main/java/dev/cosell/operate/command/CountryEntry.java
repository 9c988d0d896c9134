package dev.cosell.operate.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Reply;
import dev.cosell.operate.deal.Referrals;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Countries;
import dev.cosell.sync.pair.Command;
import dev.cosell.sync.pair.Pair;
import java.util.List;
import java.util.stream.Stream;

/** In which country a customer is, where nobody can read what its account says: a person names it, and it is entered there. */
public final class CountryEntry {
    /** The latest word counts. */
    private record Entry(Command command) implements Wish {
        @Override
        public void check(Pair pair) {
            boolean waits = Stream.concat(pair.problem().stream(), pair.held().values().stream())
                    .anyMatch(problem -> problem.code() == ProblemCode.COUNTRY_UNKNOWN);
            if (!waits || pair.record().isEmpty()) {
                throw Problem.of(
                                ProblemCode.NOT_POSSIBLE,
                                "expected a deal that is held with " + ProblemCode.COUNTRY_UNKNOWN.code()
                                        + ", found one that is not; its country is changed on the account")
                        .on("country")
                        .failure();
            }
        }

        @Override
        public boolean replaces(Command waiting) {
            return waiting.kind() == Command.Kind.COUNTRY;
        }
    }

    private final Referrals referrals;
    private final Asking asking;

    public CountryEntry(Referrals referrals, Asking asking) {
        this.referrals = referrals;
        this.asking = asking;
    }

    /**
     * Keeps the country in the pair and queues it; a worker enters it on the account, and the deal goes on.
     *
     * @param id of the pair, the referral or the record
     * @param request {@code {"country": "DE"}}, the code or a name; {@code by} may name who says so
     * @throws dev.cosell.problem.Failure {@code REQUEST_UNREADABLE} for no known country; {@code NOT_FOUND};
     *     {@code NOT_POSSIBLE} if the deal does not wait for a country
     */
    public Reply enter(String id, JsonNode request) {
        Command command = asking.command(
                Command.Kind.COUNTRY,
                JsonNodeFactory.instance.objectNode().put("country", country(request)),
                Asker.of(request));
        Pair pair = asking.ask(referrals.find(id), new Entry(command));
        return Reply.accepted(pair.id().value());
    }

    private static String country(JsonNode request) {
        String text = request.path("country").asText("").strip();
        return Countries.alpha2(text)
                .orElseThrow(() -> Problem.of(
                                ProblemCode.REQUEST_UNREADABLE,
                                "expected {\"country\": \"<ISO 3166 code or name>\"}, found "
                                        + (text.isEmpty() ? "none" : "a text that is no country" + meant(text)))
                        .on("country")
                        .failure());
    }

    private static String meant(String text) {
        List<String> near = Countries.suggestions(text);
        return near.isEmpty() ? "" : "; meant may be " + Countries.describe(near);
    }
}
