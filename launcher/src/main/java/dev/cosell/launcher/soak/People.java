package dev.cosell.launcher.soak;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.launcher.JsonAnswer;
import dev.cosell.launcher.JsonClient;
import dev.cosell.launcher.crm.CrmSandbox;
import dev.cosell.launcher.crm.Fact;
import dev.cosell.launcher.crm.RecordView;
import dev.cosell.launcher.crm.RecordView.Stage;
import dev.cosell.launcher.demo.Comparison;
import dev.cosell.launcher.demo.Sides;
import dev.cosell.launcher.soak.Edit.Side;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Sellers on both sides, one thing at a time: deals come in and are shared, accepted, declined, edited, now and then on both
 * sides at once, and won. What they do follows from the seed; what they find when they look does not.
 */
final class People {
    private static final Duration LEAST_BETWEEN = Duration.ofMillis(150);
    private static final Duration MOST_BETWEEN = Duration.ofMillis(900);
    private static final int DEALS_AT_FIRST = 24;
    private static final int WITH_MICROSOFT_OF = 3;
    private static final int DECLINED_OF = 8;
    private static final int COME_TO_MIND = 12;

    private final Sides sides;
    private final CrmSandbox crm;
    private final Presence presence;
    private final Book book;
    private final Turns turns = new Turns();
    private final Random random;
    private int number;

    People(Sides sides, Presence presence, Book book, long seed) {
        this.sides = sides;
        this.crm = sides.crm();
        this.presence = presence;
        this.book = book;
        this.random = new Random(seed);
    }

    /** What there is to work on when the first of them comes. */
    void begin() {
        for (int i = 0; i < DEALS_AT_FIRST; i++) {
            there(i % 2 == 0 ? this::aReferralComesIn : this::anOpportunityIsShared);
        }
    }

    /** One thing, and the time until the next. */
    void act() {
        int drawn = random.nextInt(100);
        if (drawn < 3) {
            there(this::aReferralComesIn);
        } else if (drawn < 5) {
            there(this::anOpportunityIsShared);
        } else if (drawn < 17) {
            there(this::whatIsThereIsLookedAt);
            there(this::aReferralIsAnswered);
        } else if (drawn < 20) {
            there(this::microsoftAccepts);
        } else if (drawn < 23) {
            there(this::aDealIsWon);
        } else if (drawn < 29) {
            there(this::bothEditAtOnce);
        } else {
            there(this::somebodyEdits);
        }
        Pause.of(LEAST_BETWEEN.plusMillis(
                (long) (random.nextDouble() * MOST_BETWEEN.minus(LEAST_BETWEEN).toMillis())));
    }

    // --- Deals ---

    private void aReferralComesIn() {
        String name = name("comes in");
        book.received(name, sides.receive(NewDeals.referral(name, number)));
    }

    private void anOpportunityIsShared() {
        String name = name("is shared");
        boolean withMicrosoft = random.nextInt(WITH_MICROSOFT_OF) == 0;
        book.shared(name, crm.enter(NewDeals.opportunity(name, number, withMicrosoft)), withMicrosoft);
    }

    private String name(String how) {
        return "Deal " + ++number + " " + how;
    }

    /** Whoever waits for the other half of a deal looks whether it has come. */
    private void whatIsThereIsLookedAt() {
        List<RecordView> records = crm.records();
        Map<String, String> byReferral = records.stream()
                .filter(record -> !record.referralId().isEmpty())
                .collect(Collectors.toMap(RecordView::referralId, RecordView::id, (one, another) -> one));
        Map<String, String> byRecord = byReferral.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey, (one, another) -> one));
        for (Deal deal : book.deals()) {
            if (deal.record().isEmpty()) {
                deal.referral().map(byReferral::get).ifPresent(record -> book.found(deal.withRecord(record)));
            } else if (deal.referral().isEmpty()) {
                deal.record().map(byRecord::get).ifPresent(referral -> book.found(deal.withReferral(referral)));
            }
        }
    }

    private void aReferralIsAnswered() {
        any(deal -> deal.isWhole() && status(deal).equals("New")).ifPresent(deal -> {
            String referral = deal.referral().orElseThrow();
            if (random.nextInt(DECLINED_OF) == 0) {
                answer(referral, "decline");
            } else if (random.nextBoolean()) {
                answer(referral, "accept");
            } else {
                crm.tryEdit(deal.record().orElseThrow(), Map.of(Fact.IN_PROGRESS, true));
            }
        });
    }

    /** Whoever finds that somebody else was faster leaves it at that. */
    private void answer(String referral, String action) {
        post("/_sandbox/partner-center/referrals/" + referral + "/" + action, Map.of());
    }

    /** Not what is won already: the CRM would not take its word any more, and both sides would rightly stay apart. */
    private void microsoftAccepts() {
        any(deal -> deal.withMicrosoft() && isActive(deal))
                .flatMap(Deal::referral)
                .ifPresent(referral -> post(
                        "/_sandbox/partner-center/microsoft/" + referral + "/accept",
                        Map.of("microsoftMsxId", "7-SOAK" + ++number)));
    }

    /** People close what they agree on: nothing is on its way any more. */
    private void aDealIsWon() {
        Comparison comparison = new Comparison(crm.customers());
        any(deal -> isActive(deal)
                        && comparison.differences(referral(deal), record(deal)).isEmpty())
                .ifPresent(deal -> {
                    if (random.nextBoolean()) {
                        answer(deal.referral().orElseThrow(), "win");
                    } else {
                        crm.win(deal.record().orElseThrow());
                    }
                });
    }

    // --- Edits ---

    private void somebodyEdits() {
        Field field = anyField();
        Side side = random.nextBoolean() ? Side.CRM : Side.PARTNER_CENTER;
        any(deal -> turns.allow(deal, field, side) && isActive(deal)).ifPresent(deal -> edit(deal, field, side));
    }

    private void bothEditAtOnce() {
        Field field = anyField();
        any(deal -> turns.allowBoth(deal, field) && isActive(deal)).ifPresent(deal -> {
            Side first = random.nextBoolean() ? Side.CRM : Side.PARTNER_CENTER;
            edit(deal, field, first);
            edit(deal, field, first.other());
        });
    }

    private void edit(Deal deal, Field field, Side side) {
        String value = field.typed(++number);
        JsonAnswer answer = switch (side) {
            case PARTNER_CENTER ->
                post(
                        "/_sandbox/partner-center/referrals/" + deal.referral().orElseThrow() + "/edit",
                        Map.of("details", field.inPortal(value)));
            case CRM -> crm.tryEdit(deal.record().orElseThrow(), field.inCrm(value));
        };
        // Meanwhile it may have been closed: then the form says so, and nothing was saved.
        if (answer.status() < 300) {
            turns.took(deal, field, side);
            book.saved(new Edit(deal.name(), field, side, value));
        }
    }

    private Field anyField() {
        return Field.values()[random.nextInt(Field.values().length)];
    }

    // --- Looking ---

    /** One that fits, if one of the first that come to mind does. */
    private Optional<Deal> any(Predicate<Deal> fits) {
        List<Deal> deals = book.deals();
        for (int i = 0; i < COME_TO_MIND; i++) {
            Deal deal = deals.get(random.nextInt(deals.size()));
            if (fits.test(deal)) {
                return Optional.of(deal);
            }
        }
        return Optional.empty();
    }

    private boolean isActive(Deal deal) {
        return deal.isWhole() && status(deal).equals("Active") && record(deal).stage() == Stage.ACTIVE;
    }

    private String status(Deal deal) {
        return referral(deal).path("status").asText();
    }

    private JsonNode referral(Deal deal) {
        return sides.referral(deal.referral().orElseThrow());
    }

    private RecordView record(Deal deal) {
        return crm.record(deal.record().orElseThrow());
    }

    private JsonAnswer post(String path, Map<String, ?> body) {
        return sides.control().call("POST", path, JsonClient.JSON.valueToTree(body));
    }

    private void there(Runnable work) {
        presence.whileThere(work);
    }
}
