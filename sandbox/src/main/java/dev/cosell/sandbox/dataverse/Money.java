package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sandbox.dataverse.Database.Stored;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Keeps the money of a record consistent: places of its currency, exchange rate, amounts in the base currency. */
final class Money {
    private static final String CURRENCY = "transactioncurrencyid";

    private final Organization organization;

    Money(Organization organization) {
        this.organization = organization;
    }

    /**
     * Rounds and computes in place.
     *
     * @param before the record's values before, empty for a new one
     * @param row all values after the write; changed here
     * @param written columns the caller wrote
     * @return the columns that were changed here
     */
    Map<String, JsonNode> settle(
            Table table, Map<String, JsonNode> before, Map<String, JsonNode> row, Set<String> written) {
        Map<String, JsonNode> settled = new LinkedHashMap<>();
        boolean currencyChanged = !row.getOrDefault(CURRENCY, Json.NODES.nullNode())
                .equals(before.getOrDefault(CURRENCY, Json.NODES.nullNode()));
        boolean touched = currencyChanged
                || table.columns().values().stream()
                        .anyMatch(column -> column.type() == ColumnType.MONEY && written.contains(column.name()));
        if (!table.hasCurrency() || !touched) {
            return settled;
        }
        overrideCalculatedRevenue(row, settled);
        Stored currency = currency(table, row);
        if (currency != null) {
            settled.put("exchangerate", currency.value("exchangerate"));
            for (Column column : table.columns().values()) {
                JsonNode value = settled.getOrDefault(column.name(), row.get(column.name()));
                if (column.type() == ColumnType.MONEY && column.baseOf() == null && value != null) {
                    settled.put(column.name(), rounded(column, value, currency));
                }
            }
            addBaseAmounts(table, row, settled, currency);
        }
        row.putAll(settled);
        settled.keySet().removeIf(name -> row.get(name).isNull() && !before.containsKey(name));
        return settled;
    }

    /** With {@code isrevenuesystemcalculated} the platform puts its own total in place of what was written. */
    private static void overrideCalculatedRevenue(Map<String, JsonNode> row, Map<String, JsonNode> settled) {
        if (row.getOrDefault("isrevenuesystemcalculated", Json.NODES.nullNode()).asBoolean()) {
            settled.put("estimatedvalue", row.getOrDefault("totalamount", Json.NODES.numberNode(BigDecimal.ZERO)));
        }
    }

    private Stored currency(Table table, Map<String, JsonNode> row) {
        JsonNode reference = row.getOrDefault(CURRENCY, Json.NODES.nullNode());
        if (reference.isNull()) {
            boolean anyMoney = table.columns().values().stream()
                    .filter(column -> column.type() == ColumnType.MONEY && column.baseOf() == null)
                    .anyMatch(column -> row.containsKey(column.name())
                            && !row.get(column.name()).isNull());
            if (anyMoney) {
                throw new Refusal(400, "0x80048CFB", "The currency cannot be null.");
            }
            return null;
        }
        Stored currency = organization.require(
                organization.table("transactioncurrency"), reference.get("id").asText());
        if (currency.number("statecode") != 0) {
            throw new Refusal(
                    400,
                    "0x80048CFC",
                    "The currency is invalid: %s is inactive."
                            .formatted(currency.value("isocurrencycode").asText()));
        }
        return currency;
    }

    private static JsonNode rounded(Column column, JsonNode value, Stored currency) {
        if (value.isNull()) {
            return value;
        }
        int places =
                column.precisionSource().equals("currency") ? currency.number("currencyprecision") : column.precision();
        return Json.NODES.numberNode(value.decimalValue().setScale(places, RoundingMode.HALF_UP));
    }

    private static void addBaseAmounts(
            Table table, Map<String, JsonNode> row, Map<String, JsonNode> settled, Stored currency) {
        BigDecimal rate = currency.value("exchangerate").decimalValue();
        for (Column column : table.columns().values()) {
            if (column.baseOf() != null) {
                JsonNode amount =
                        settled.getOrDefault(column.baseOf(), row.getOrDefault(column.baseOf(), Json.NODES.nullNode()));
                settled.put(
                        column.name(),
                        amount.isNull()
                                ? amount
                                : Json.NODES.numberNode(amount.decimalValue()
                                        .divide(rate, MathContext.DECIMAL64)
                                        .setScale(column.precision(), RoundingMode.HALF_UP)));
            }
        }
    }
}
