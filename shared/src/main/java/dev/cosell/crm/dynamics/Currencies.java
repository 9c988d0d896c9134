package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.crm.Remembered;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The currencies the organisation has: row id to ISO 4217 code. One call per process, and one more whenever something
 * unknown is met, because a currency may have been added since.
 */
final class Currencies {
    private final WebApi api;
    private final Remembered<Map<String, String>> codes = new Remembered<>(this::read);
    private final Remembered<JsonNode> base = new Remembered<>(this::readBase);

    Currencies(WebApi api) {
        this.api = api;
    }

    /** The ISO codes of all. */
    Set<String> all() {
        return Set.copyOf(codes.get().values());
    }

    /** The ISO code of a row; nothing if it cannot be seen. */
    Optional<String> code(String id) {
        String code = codes.get().get(id);
        return Optional.ofNullable(code == null ? reread().get(id) : code);
    }

    /**
     * The organisation's base currency, which a record without one is in; null as JSON has it if the organisation does
     * not show one. One call per process, made when the first such record is met.
     */
    JsonNode base() {
        return base.get();
    }

    /** As {@link #code}, but only from what is known without a call. */
    Optional<String> knownCode(String id) {
        return codes.known().map(known -> known.get(id));
    }

    /**
     * The row of an ISO code.
     *
     * @throws dev.cosell.problem.Failure with {@code CURRENCY_UNKNOWN} and the codes the organisation has
     */
    String id(String code) {
        String wanted = code.strip().toUpperCase(Locale.ROOT);
        return id(codes.get(), wanted)
                .or(() -> id(reread(), wanted))
                .orElseThrow(() -> unknown(code).failure());
    }

    private Problem unknown(String code) {
        return Problem.of(
                        ProblemCode.CURRENCY_UNKNOWN,
                        "expected one of the CRM's currencies "
                                + new TreeSet<>(codes.get().values()) + ", found \"" + code + "\"")
                .from(RemoteSystem.CRM);
    }

    private Map<String, String> reread() {
        codes.forget();
        return codes.get();
    }

    private Map<String, String> read() {
        return api.list(Table.CURRENCY.entitySet() + "?$select=" + Table.CURRENCY.key() + ",isocurrencycode").stream()
                .collect(Collectors.toMap(
                        row -> Guid.in(row, Table.CURRENCY.key()), Currencies::isoCode, (one, again) -> one));
    }

    private JsonNode readBase() {
        return api.list("organizations?$select=_basecurrencyid_value").stream()
                .findFirst()
                .flatMap(
                        row -> code(row.path("_basecurrencyid_value").asText("").toLowerCase(Locale.ROOT)))
                .<JsonNode>map(TextNode::valueOf)
                .orElse(NullNode.getInstance());
    }

    private static String isoCode(JsonNode row) {
        return row.path("isocurrencycode").asText().strip().toUpperCase(Locale.ROOT);
    }

    private static Optional<String> id(Map<String, String> codes, String wanted) {
        return codes.entrySet().stream()
                .filter(currency -> currency.getValue().equals(wanted))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
