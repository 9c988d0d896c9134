package dev.cosell.operate.notice;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.MicrosoftsAnswer;
import dev.cosell.referral.Milestones;
import dev.cosell.referral.Status;
import dev.cosell.store.NoticeRow;
import dev.cosell.sync.Links;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is worth a word when a pair changes. Purely decided; the words name ids and codes, and nobody. */
final class PairNews {
    private static final Set<Status> ANSWERS = Set.of(Status.ACCEPTED, Status.DECLINED);

    private final Links links;

    PairNews(Links links) {
        this.links = links;
    }

    List<Notice> between(Pair before, Pair after, Instant now) {
        List<Notice> news = new ArrayList<>();
        if (after.linked() && !before.linked()) {
            news.add(linked(before, after, now));
        }
        microsoftsAnswer(after)
                .filter(answer -> before.linked() && !microsoftsAnswer(before).equals(Optional.of(answer)))
                .ifPresent(answer -> news.add(about(
                        after,
                        Notice.Kind.MICROSOFT_ANSWERED,
                        name(after) + ": " + MicrosoftsAnswer.words(answer) + ".",
                        now)));
        if (after.phase() == Phase.HELD
                && !(before.phase() == Phase.HELD && codes(before).containsAll(codes(after)))) {
            news.add(about(after, Notice.Kind.DEAL_HELD, name(after) + " waits for a person: " + reasons(after), now));
        }
        if (after.phase() == Phase.PARKED && before.phase() != Phase.PARKED) {
            news.add(about(after, Notice.Kind.MESSAGE_PARKED, name(after) + " was given up: " + reasons(after), now));
        }
        return news;
    }

    /** Whether what was said of a pair is so: the words are kept before the pair is stored, which may fail. */
    static boolean holds(Notice.Kind kind, Pair pair) {
        return switch (kind) {
            case REFERRAL_ARRIVED, DEAL_SHARED -> pair.linked();
            case MICROSOFT_ANSWERED -> microsoftsAnswer(pair).isPresent();
            case DEAL_HELD -> pair.phase() == Phase.HELD;
            case MESSAGE_PARKED -> pair.phase() == Phase.PARKED;
            case REFERRAL_EXPIRES -> pair.deadlines().answerBy().isPresent();
            case SIGN_IN_EXPIRES, CALLS_SHORT, DRIFT_FOUND, REGISTRATION_LOST -> true;
        };
    }

    private Notice linked(Pair before, Pair after, Instant now) {
        boolean shared = before.record().isPresent();
        return about(
                after,
                shared ? Notice.Kind.DEAL_SHARED : Notice.Kind.REFERRAL_ARRIVED,
                shared ? name(after) + " was shared with Microsoft." : name(after) + " came in.",
                now);
    }

    /** With the deal's page in the console: a channel is read by many, so nothing in it opens anything by itself. */
    private Notice about(Pair pair, Notice.Kind kind, String text, Instant now) {
        String link = links.deal(pair.id()).map(" "::concat).orElse("");
        int room = Math.max(0, NoticeRow.LONGEST_TEXT - link.length());
        String words = text.substring(0, Math.min(text.length(), room));
        return new Notice(kind, pair.id().value(), words + link, now);
    }

    private static String name(Pair pair) {
        return pair.referralId()
                .map("Referral "::concat)
                .or(() -> pair.record().map(record -> "Record " + record))
                .orElse("Deal " + pair.id().value());
    }

    private static Optional<Status> microsoftsAnswer(Pair pair) {
        return Milestones.of(pair.partnerCenter().seen()).microsoftsStatus().filter(ANSWERS::contains);
    }

    private static Set<ProblemCode> codes(Pair pair) {
        return Stream.concat(pair.problem().stream(), pair.held().values().stream())
                .map(Problem::code)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String reasons(Pair pair) {
        return codes(pair).stream()
                .map(code -> code.code() + " " + code.title() + ". " + code.fix())
                .collect(Collectors.joining(" "));
    }
}
