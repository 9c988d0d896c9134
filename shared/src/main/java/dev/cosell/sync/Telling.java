package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.problem.Problem;
import dev.cosell.referral.Milestones;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.pair.Phase;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the seller reads on the record: one word, and for every problem what it is, what to do, and where to read more.
 *
 * @param status one word
 * @param problems what the pair stands on first, each once
 * @param dates to keep, a line each
 * @param deadline until when the referral has to be answered
 */
public record Telling(String status, List<Problem> problems, List<String> dates, Optional<Instant> deadline) {
    private static final int LONGEST_DETAIL = 3000;
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /**
     * What there is to tell.
     *
     * @param milestones where the referral stands
     * @param now decides only which reminder it is, so that the same is said until the next one is due
     */
    static Telling of(Pair pair, Milestones milestones, Instant now) {
        return new Telling(
                status(pair, milestones),
                problems(pair),
                List.copyOf(Calendar.lines(milestones, now)),
                milestones.answerBy());
    }

    /** What the seller reads of where a pair stands: a word, and of a closed deal how it ended. */
    public static String status(Pair pair, Milestones milestones) {
        String word = word(pair.phase());
        return pair.phase() == Phase.CLOSED
                ? word + milestones.ending().map(how -> ": " + how).orElse("")
                : word;
    }

    /** Everything that is wrong with a pair, or kept apart in it: what it stands on first, each once. */
    public static List<Problem> problems(Pair pair) {
        List<Problem> problems = new ArrayList<>();
        pair.problem().ifPresent(problems::add);
        pair.held().values().stream()
                .filter(problem -> !problems.contains(problem))
                .forEach(problems::add);
        pair.divergences().values().stream()
                .filter(problem -> !problems.contains(problem))
                .forEach(problems::add);
        return List.copyOf(problems);
    }

    /** The word for a phase. */
    public static String word(Phase phase) {
        return switch (phase) {
            case LINKING -> "Linking";
            case IN_STEP -> "In step";
            case WAITING -> "Waiting";
            case HELD -> "Held";
            case ORPHAN -> "Orphan";
            case PARKED -> "Parked";
            case UNSHARED -> "Not shared";
            case CLOSED -> "Closed in Partner Center";
        };
    }

    /** One line per problem with the next step, and one per date to keep; empty if there is neither. Never longer than 3,000 characters. */
    String detail() {
        return detail(Signposts.NONE);
    }

    /** What is remembered as told, so that the same thing is said once; neither time nor addresses belong to it. */
    String key() {
        return isPlain() ? status : status + ": " + detail();
    }

    /**
     * By CRM column; the audit column gets one line, the adapter keeps the earlier ones.
     *
     * @param now since when it is so
     */
    Map<String, JsonNode> columns(FieldMap map, Signposts signposts, Instant now) {
        Map<String, JsonNode> columns = new LinkedHashMap<>();
        map.columns().told().status().ifPresent(column -> columns.put(column, TextNode.valueOf(status)));
        map.columns()
                .told()
                .problem()
                .ifPresent(column -> columns.put(
                        column, isPlain() ? NullNode.getInstance() : TextNode.valueOf(explained(signposts, now))));
        map.columns()
                .told()
                .timeline()
                .ifPresent(column ->
                        signposts.timeline().ifPresent(address -> columns.put(column, TextNode.valueOf(address))));
        map.columns()
                .told()
                .deadline()
                .ifPresent(column -> columns.put(
                        column,
                        deadline.map(Calendar::second)
                                .<JsonNode>map(TextNode::valueOf)
                                .orElseGet(NullNode::getInstance)));
        columns.put(map.columns().told().audit(), TextNode.valueOf(line(signposts)));
        return columns;
    }

    private boolean isPlain() {
        return problems.isEmpty() && dates.isEmpty();
    }

    private String explained(Signposts signposts, Instant now) {
        StringBuilder text = new StringBuilder(detail(signposts));
        if (problems.isEmpty()) {
            return text.toString();
        }
        text.append('\n').append(status).append(" since ").append(MINUTE.format(now));
        signposts.referral().ifPresent(address -> text.append("\nReferral: ").append(address));
        signposts.timeline().ifPresent(address -> text.append("\nTimeline: ").append(address));
        return text.toString();
    }

    /** One line with the three addresses. */
    private String line(Signposts signposts) {
        StringBuilder line = new StringBuilder(key());
        signposts.referral().ifPresent(address -> line.append(" | Referral: ").append(address));
        signposts.record().ifPresent(address -> line.append(" | Record: ").append(address));
        signposts
                .help(problems.stream().findFirst().map(Problem::code))
                .ifPresent(address -> line.append(" | Help: ").append(address));
        return line.toString();
    }

    private String detail(Signposts signposts) {
        List<String> lines = new ArrayList<>();
        int length = dates.stream().mapToInt(String::length).sum() + dates.size();
        for (Problem problem : problems) {
            Optional<String> help = signposts.help(Optional.of(problem.code()));
            String line = problem + " - " + problem.code().fix()
                    + help.map(address -> " " + address).orElse("");
            String more = "and " + (problems.size() - lines.size()) + " more problems";
            if (length + line.length() + more.length() + 2 > LONGEST_DETAIL) {
                lines.add(lines.isEmpty() ? line.substring(0, Math.min(line.length(), LONGEST_DETAIL)) : more);
                break;
            }
            lines.add(line);
            length += line.length() + 1;
        }
        lines.addAll(dates);
        return String.join("\n", lines);
    }
}
