package dev.cosell.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cosell.launcher.JsonAnswer;
import dev.cosell.launcher.crm.CrmSandbox;
import dev.cosell.launcher.crm.RecordView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every deal that stands on both sides, counted and compared from the outside.
 *
 * @param pairs referrals of the partner's own with a record
 * @param inStep pairs on which both sides agree in every field, by our own eyes and by what the connector shows
 * @param held pairs that wait for a person
 * @param duplicates records, referrals or accounts that exist twice
 * @param differences one line for each disagreement
 */
public record Census(int pairs, int inStep, int held, int duplicates, List<String> differences) {
    private static final String MICROSOFT = "msft";

    /** What the connector's own field list must agree on; other fields it copies in one direction or once. */
    private static final List<String> SHOWN_EQUAL =
            List.of("name", "dealValue", "currency", "closeDate", "status", "solutions", "referralLink");

    /** CRMs have one word for deals that came to nothing. */
    private static final String LOST = "Closed/Lost";

    private static final List<String> NEVER_BEGUN = List.of("Closed/Declined", "Closed/Expired");

    /** Looks at both sides now. */
    public static Census take(Sides sides) {
        Map<String, CrmSandbox.Customer> customers = sides.crm().customers();
        Comparison comparison = new Comparison(customers);
        Map<String, List<RecordView>> records =
                sides.crm().records().stream().collect(Collectors.groupingBy(RecordView::referralId));
        List<JsonNode> own = sides.referrals().stream()
                .filter(referral -> !isMicrosofts(referral))
                .toList();
        int pairs = 0;
        int inStep = 0;
        int held = 0;
        List<String> differences = new ArrayList<>();
        for (JsonNode referral : own) {
            String id = referral.path("id").asText();
            for (RecordView record : records.getOrDefault(id, List.of())) {
                pairs++;
                List<String> found = new ArrayList<>(comparison.differences(referral, record));
                JsonNode shown = shown(sides, id, found);
                held += shown.path("phase").asText().equals("HELD") ? 1 : 0;
                inStep += found.isEmpty() ? 1 : 0;
                found.forEach(line -> differences.add(referral.path("name").asText() + ": " + line));
            }
        }
        return new Census(
                pairs, inStep, held, duplicates(sides, records, own, customers.values()), List.copyOf(differences));
    }

    public boolean agrees() {
        return differences.isEmpty() && held == 0 && duplicates == 0 && pairs > 0 && pairs == inStep;
    }

    /** What the connector says about a pair; what it says that does not fit is added to the differences. */
    private static JsonNode shown(Sides sides, String id, List<String> differences) {
        JsonAnswer answer =
                sides.functions().call("GET", "/api/referrals/" + id, JsonNodeFactory.instance.missingNode());
        String phase = answer.body().path("phase").asText("unknown to the connector");
        if (!List.of("IN_STEP", "CLOSED").contains(phase)) {
            differences.add("phase: expected IN_STEP or CLOSED, found " + phase + " "
                    + answer.body().at("/problem/detail").asText());
        }
        answer.body().path("fields").forEach(field -> {
            String partnerCenter = field.path("partnerCenter").asText("");
            String crm = field.path("crm").asText("");
            boolean agrees = partnerCenter.equals(crm) || crm.equals(LOST) && NEVER_BEGUN.contains(partnerCenter);
            if (SHOWN_EQUAL.contains(field.path("name").asText()) && !agrees) {
                differences.add("the connector shows " + field.path("name").asText() + " \"" + partnerCenter
                        + "\" and \"" + crm + "\"");
            }
        });
        return answer.body();
    }

    private static int duplicates(
            Sides sides,
            Map<String, List<RecordView>> records,
            List<JsonNode> own,
            Collection<CrmSandbox.Customer> customers) {
        Stream<String> recordsPerReferral = records.entrySet().stream()
                .filter(entry -> !entry.getKey().isEmpty())
                .flatMap(entry -> entry.getValue().stream().map(row -> entry.getKey()));
        Stream<String> referralsPerRecord = own.stream()
                .map(referral -> referral.path("externalReferenceId").asText(""))
                .filter(id -> !id.isEmpty() && !id.equals("null"));
        Stream<String> microsoftsPerEngagement = sides.referrals().stream()
                .filter(Census::isMicrosofts)
                .map(half -> half.path("engagementId").asText());
        Stream<String> accountsPerCustomer = customers.stream().map(CrmSandbox.Customer::key);
        return beyondFirst(recordsPerReferral)
                + beyondFirst(referralsPerRecord)
                + beyondFirst(microsoftsPerEngagement)
                + beyondFirst(accountsPerCustomer);
    }

    private static int beyondFirst(Stream<String> keys) {
        Map<String, Integer> counts = new HashMap<>();
        keys.forEach(key -> counts.merge(key, 1, Integer::sum));
        return counts.values().stream().mapToInt(count -> count - 1).sum();
    }

    private static boolean isMicrosofts(JsonNode referral) {
        return referral.path("organizationId").asText().equals(MICROSOFT);
    }
}
