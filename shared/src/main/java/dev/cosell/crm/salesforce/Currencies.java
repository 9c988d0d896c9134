package dev.cosell.crm.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.crm.Remembered;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The currencies of the organisation. With several, each record has one of its own; with one, records have none and all
 * sums are in that one. One call per process, and one more whenever an unknown one is met.
 */
final class Currencies {
    /** The column of every record, in an organisation with several currencies. */
    static final String COLUMN = "CurrencyIsoCode";

    private final RestApi api;
    private final Schemas schemas;
    private final Optional<String> configured;
    private final Remembered<Set<String>> active = new Remembered<>(this::readActive);
    private final Remembered<String> only = new Remembered<>(this::readOnly);

    /** @param configured the only currency of the organisation, for users who may not read it there */
    Currencies(RestApi api, Schemas schemas, Optional<String> configured) {
        this.api = api;
        this.schemas = schemas;
        this.configured = configured;
    }

    /** ISO 4217 codes, upper case. */
    Set<String> all(String object) {
        return isOfRecords(object) ? active.get() : Set.of(only.get());
    }

    /** Whether records of an object have a currency of their own. */
    boolean isOfRecords(String object) {
        return schemas.of(object).has(COLUMN);
    }

    /** That of an organisation with only one. */
    String only() {
        return only.get();
    }

    /** @throws dev.cosell.problem.Failure {@code CURRENCY_UNKNOWN} with the codes the organisation has */
    String known(String object, String code) {
        String wanted = code.strip().toUpperCase(Locale.ROOT);
        if (!all(object).contains(wanted) && !reread(object).contains(wanted)) {
            throw Problem.of(
                            ProblemCode.CURRENCY_UNKNOWN,
                            "expected one of the CRM's currencies " + new TreeSet<>(all(object)) + ", found \"" + code
                                    + "\"")
                    .from(RemoteSystem.CRM)
                    .failure();
        }
        return wanted;
    }

    private Set<String> reread(String object) {
        active.forget();
        return all(object);
    }

    private Set<String> readActive() {
        return api.query("SELECT IsoCode FROM CurrencyType WHERE IsActive = true").stream()
                .map(row -> row.path("IsoCode").asText())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Source: Connect REST API, resource Organization, member {@code features}. */
    private String readOnly() {
        return configured
                .or(this::shownByOrganization)
                .map(code -> code.strip().toUpperCase(Locale.ROOT))
                .orElseThrow(() -> Problem.of(
                                ProblemCode.MISCONFIGURED,
                                "expected to learn the organisation's only currency from Salesforce, found none; name "
                                        + "it in the settings")
                        .from(RemoteSystem.CRM)
                        .failure());
    }

    private Optional<String> shownByOrganization() {
        JsonNode code = api.get("connect/organization").path("features").path("defaultCurrencyIsoCode");
        return Optional.ofNullable(code.textValue()).filter(text -> !text.isBlank());
    }
}
