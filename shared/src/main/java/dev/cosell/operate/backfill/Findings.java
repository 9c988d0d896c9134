package dev.cosell.operate.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.Reply;
import dev.cosell.operate.TextFile;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.FindingRows;
import dev.cosell.store.Page;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.PairId;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Claims;
import dev.cosell.sync.port.KeptState;
import dev.cosell.sync.port.PairStore;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the latest walk found, for people: in pages, and as a file for a spreadsheet. */
public final class Findings {
    private static final int PAGE = 100;
    private static final int FILE = 5000;
    /** Says to a spreadsheet that the file is UTF-8. */
    private static final String BYTE_ORDER_MARK = "\ufeff";

    /**
     * Before what a spreadsheet takes for the beginning of a formula. Where it separates cells by semicolons or tabs, quotes
     * do not keep a cell together that begins after a comma, so a formula may begin within one, too.
     */
    private static final Pattern FORMULA = Pattern.compile("(?:^|[;\\t\\r\\n])[\"\\s]*(?=[=+@-])|^(?=[\\t\\r\\n])");

    private static final List<String> COLUMNS = List.of(
            "verdict",
            "subject",
            "name",
            "records",
            "evidence",
            "queued",
            "decided",
            "field",
            "partnerCenter",
            "crm",
            "end",
            "why");

    private final Ledger ledger;
    private final FindingRows rows;
    private final Claims claims;
    private final PairStore pairs;

    /** @param kept where the job is */
    public Findings(KeptState kept, FindingRows rows, Claims claims, PairStore pairs) {
        this.ledger = new Ledger(kept);
        this.rows = rows;
        this.claims = claims;
        this.pairs = pairs;
    }

    /**
     * A page of findings, each with the phase its deal is in now.
     *
     * @param verdict only these; all if absent
     * @throws dev.cosell.problem.Failure {@code REQUEST_UNREADABLE} for another verdict or token
     */
    public Reply list(Optional<String> verdict, Optional<String> next) {
        Page<JsonNode> page = read(verdict, next, PAGE);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode items = body.putArray("items");
        told(page).forEach(finding -> items.add(finding.shown(phase(finding.subject()))));
        page.next().ifPresent(token -> body.put("next", token));
        return Reply.of(200, body);
    }

    /** Up to 5,000 findings as a file (RFC 4180 in UTF-8, with a line of names): a line per field that differs, or one. */
    public TextFile csv(Optional<String> verdict, Optional<String> next) {
        Page<JsonNode> page = read(verdict, next, FILE);
        StringBuilder csv = new StringBuilder(BYTE_ORDER_MARK);
        line(csv, COLUMNS);
        told(page).flatMap(Findings::lines).forEach(cells -> line(csv, cells));
        return new TextFile(csv.toString(), page.next());
    }

    private Page<JsonNode> read(Optional<String> verdict, Optional<String> next, int size) {
        Optional<Verdict> only = verdict.map(Findings::verdict);
        return Ledger.page(ledger.read())
                .job()
                .map(job -> rows.list(job.walk(), only.map(Verdict::name), next, size))
                .orElse(new Page<>(List.of(), Optional.empty()));
    }

    private static Stream<Finding> told(Page<JsonNode> page) {
        return page.items().stream()
                .map(Finding::of)
                .filter(finding -> finding.verdict().isTold());
    }

    private Optional<String> phase(Subject subject) {
        return claims.owner(Claim.of(subject))
                .map(PairId::new)
                .flatMap(pairs::read)
                .map(row -> row.value().phase().name());
    }

    private static Verdict verdict(String word) {
        return Verdict.of(word)
                .orElseThrow(() -> Problem.of(
                                ProblemCode.REQUEST_UNREADABLE,
                                "expected verdict to be one of "
                                        + Arrays.stream(Verdict.values())
                                                .filter(Verdict::isTold)
                                                .map(Verdict::word)
                                                .toList()
                                        + ", found another word")
                        .failure());
    }

    private static Stream<List<String>> lines(Finding finding) {
        List<String> deal = List.of(
                finding.verdict().word(),
                finding.subject().key(),
                finding.name(),
                String.join(
                        " ", finding.records().stream().map(Object::toString).toList()),
                String.join(" / ", finding.evidence()),
                Boolean.toString(finding.queued()),
                finding.decided());
        return finding.differences().isEmpty()
                ? Stream.of(with(deal, List.of("", "", "", "", "")))
                : finding.differences().stream()
                        .map(difference -> with(
                                deal,
                                List.of(
                                        difference.field(),
                                        difference.partnerCenter(),
                                        difference.crm(),
                                        difference.end().word(),
                                        difference.why())));
    }

    private static List<String> with(List<String> deal, List<String> difference) {
        return Stream.concat(deal.stream(), difference.stream()).toList();
    }

    private static void line(StringBuilder csv, List<String> cells) {
        csv.append(String.join(",", cells.stream().map(Findings::cell).toList()))
                .append("\r\n");
    }

    /** Always quoted; what would be a formula gets an apostrophe before it, by which spreadsheets take it for a text. */
    private static String cell(String text) {
        return '"' + FORMULA.matcher(text).replaceAll("$0'").replace("\"", "\"\"") + '"';
    }
}
