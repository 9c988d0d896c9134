package dev.cosell.crm.file;

import dev.cosell.crm.MappedColumns;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;

/** A file takes every currency that is money: ISO 4217 also lists metals and units of account, which have no fraction. */
final class Currencies {
    static final Set<String> ALL = Currency.getAvailableCurrencies().stream()
            .filter(currency -> currency.getDefaultFractionDigits() >= 0)
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private Currencies() {}

    /** @throws dev.cosell.problem.Failure {@code CURRENCY_UNKNOWN}, naming the field */
    static void check(FieldMap map, String column, String code) {
        if (!ALL.contains(code)) {
            Problem problem = Problem.of(
                            ProblemCode.CURRENCY_UNKNOWN, "expected a currency of ISO 4217, found \"" + code + "\"")
                    .from(RemoteSystem.CRM);
            throw MappedColumns.field(map, column)
                    .map(problem::on)
                    .orElse(problem)
                    .failure();
        }
    }
}
