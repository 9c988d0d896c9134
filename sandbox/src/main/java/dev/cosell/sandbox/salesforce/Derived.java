package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sandbox.salesforce.Database.Stored;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The fields that follow from others: names of people, what a stage says, codes of countries. */
final class Derived {
    private Derived() {}

    /**
     * Completes a record before it is checked.
     *
     * @param written the fields that the writer gives another value
     * @param row changed
     */
    static void complete(
            Organization organization, ObjectType type, Map<String, JsonNode> written, Map<String, JsonNode> row) {
        if (type.isPerson()) {
            row.put(
                    "Name",
                    Json.text(Stream.of(text(row, "FirstName"), text(row, "LastName"))
                            .filter(name -> !name.isEmpty())
                            .collect(Collectors.joining(" "))));
        }
        if (type.has("CurrencyIsoCode")) {
            row.putIfAbsent("CurrencyIsoCode", organization.corporateCurrency());
        }
        if (organization.settings().countryPicklists()) {
            Geography.complete(type, written, row);
        }
        switch (type.name()) {
            case "Opportunity" -> stage(organization, written, row);
            case "OpportunityTeamMember" ->
                organization
                        .data()
                        .find("User", text(row, "UserId"))
                        .ifPresent(user -> row.put("Name", user.value("Name")));
            default -> {
                // Nothing follows from anything.
            }
        }
    }

    /** A stage that is not in the list counts as open. */
    private static void stage(Organization organization, Map<String, JsonNode> written, Map<String, JsonNode> row) {
        Optional<Stored> stage = organization.data().live("OpportunityStage").stream()
                .filter(one -> one.text("ApiName").equals(text(row, "StageName")))
                .findFirst();
        row.put(
                "IsClosed",
                Json.NODES.booleanNode(stage.isPresent() && stage.get().flag("IsClosed")));
        row.put("IsWon", Json.NODES.booleanNode(stage.isPresent() && stage.get().flag("IsWon")));
        row.put("ForecastCategory", from(stage, "ForecastCategory", Json.text("Pipeline")));
        if (written.containsKey("StageName")) {
            if (!written.containsKey("Probability")) {
                row.put("Probability", from(stage, "DefaultProbability", Json.NODES.numberNode(0)));
            }
            if (!written.containsKey("ForecastCategoryName")) {
                row.put("ForecastCategoryName", from(stage, "ForecastCategoryName", Json.text("Pipeline")));
            }
        }
        JsonNode amount = row.getOrDefault("Amount", Json.NODES.nullNode());
        row.put("ExpectedRevenue", amount.isNull() ? amount : Json.NODES.numberNode(expected(amount, row)));
    }

    private static BigDecimal expected(JsonNode amount, Map<String, JsonNode> row) {
        BigDecimal probability =
                row.getOrDefault("Probability", Json.NODES.numberNode(0)).decimalValue();
        return amount.decimalValue().multiply(probability).movePointLeft(2).setScale(2, RoundingMode.HALF_UP);
    }

    private static JsonNode from(Optional<Stored> stage, String field, JsonNode otherwise) {
        return stage.map(one -> one.value(field)).orElse(otherwise);
    }

    private static String text(Map<String, JsonNode> row, String field) {
        return row.getOrDefault(field, Json.NODES.nullNode()).asText("");
    }
}
