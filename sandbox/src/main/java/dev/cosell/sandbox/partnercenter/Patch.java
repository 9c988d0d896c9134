package dev.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A JSON Patch (RFC 6902) as far as the Referrals API takes one: {@code add} and {@code replace} on the paths that
 * Microsoft's own connector offers.
 *
 * @param operations in the order given
 */
record Patch(List<Operation> operations) {
    private static final String REGISTRATIONS = "/registrations/";
    private static final Map<String, PatchValue> PATHS = paths();

    /** @param value already checked and normalised */
    record Operation(String path, JsonNode value) {
        boolean isRegistration() {
            return path.startsWith(REGISTRATIONS);
        }
    }

    /**
     * Reads a request body.
     *
     * @throws ApiException 400 if an operation, a path or a value is not allowed
     */
    static Patch read(JsonNode body, PartnerCenterSettings settings) {
        if (!body.isArray() || body.isEmpty()) {
            throw ApiException.invalid(
                    "body", "invalidPatch", "Expected a non-empty JSON array of operations, found " + body + ".");
        }
        List<Operation> operations = new ArrayList<>();
        body.forEach(operation -> operations.add(operation(operation, settings)));
        return new Patch(operations);
    }

    boolean touchesOnlyRegistrations() {
        return operations.stream().allMatch(Operation::isRegistration);
    }

    boolean touchesRegistrations() {
        return operations.stream().anyMatch(Operation::isRegistration);
    }

    boolean touches(String path) {
        return operations.stream()
                .anyMatch(operation ->
                        operation.path().equals(path) || operation.path().equals(path + "/-"));
    }

    /** Changes the referral in place. */
    void apply(ObjectNode referral) {
        operations.forEach(operation -> apply(referral, operation));
    }

    private static Operation operation(JsonNode json, PartnerCenterSettings settings) {
        String op = json.path("op").asText();
        String path = json.path("path").asText();
        if (!Set.of("add", "replace").contains(op)) {
            throw ApiException.invalid(
                    path, "invalidOperation", "Only the operations add and replace are supported, found '" + op + "'.");
        }
        PatchValue kind = path.equals("/name") && settings.nameIsPatchable() ? PatchValue.TEXT : PATHS.get(path);
        if (kind == null) {
            throw ApiException.invalid(path, "invalidPath", "The path '" + path + "' cannot be patched.");
        }
        if (kind == PatchValue.ITEM && op.equals("replace")) {
            throw ApiException.invalid(path, "invalidOperation", "Only add goes with the end of a list.");
        }
        if (!json.has("value")) {
            throw ApiException.invalid(path, "missingProperty", "Expected a value, found none.");
        }
        return new Operation(path, kind.read(path, json.get("value")));
    }

    private static void apply(ObjectNode referral, Operation operation) {
        int last = operation.path().lastIndexOf('/');
        String name = operation.path().substring(last + 1);
        JsonNode parent = parent(referral, operation.path().substring(0, last));
        if (parent instanceof ArrayNode list && name.equals("-")) {
            list.add(operation.value());
        } else if (parent instanceof ObjectNode object) {
            object.set(name, operation.value());
        } else {
            throw ApiException.invalid(operation.path(), "invalidPath", "The referral has nothing at this path.");
        }
    }

    private static JsonNode parent(ObjectNode referral, String path) {
        if (path.equals("/registrations") && !referral.has("registrations")) {
            return referral.putArray("registrations");
        }
        return referral.at(path);
    }

    private static Map<String, PatchValue> paths() {
        Map<String, PatchValue> paths = new HashMap<>();
        for (String text : List.of("campaignId", "externalReferenceId", "referralProgram", "salesStage")) {
            paths.put("/" + text, PatchValue.TEXT);
        }
        for (String text : List.of("status", "substatus", "statusReason", "details/notes")) {
            paths.put("/" + text, PatchValue.TEXT);
        }
        for (String list : List.of("team", "customerProfile/team", "details/requirements/solutions")) {
            paths.put("/" + list, PatchValue.LIST);
            paths.put("/" + list + "/-", PatchValue.ITEM);
        }
        paths.put("/consent/consentToShareReferralWithMicrosoftSellers", PatchValue.BOOLEAN);
        paths.put("/details/closingDateTime", PatchValue.DATE);
        paths.put("/details/currency", PatchValue.CURRENCY);
        paths.put("/details/dealValue", PatchValue.AMOUNT);
        paths.putAll(registrationPaths());
        return Map.copyOf(paths);
    }

    private static Map<String, PatchValue> registrationPaths() {
        Map<String, PatchValue> paths = new HashMap<>();
        paths.put(REGISTRATIONS + "-", PatchValue.ITEM);
        String contract = REGISTRATIONS + "0/contract/";
        paths.put(contract + "startDateTime", PatchValue.DATE);
        paths.put(contract + "endDateTime", PatchValue.DATE);
        paths.put(contract + "signDateTime", PatchValue.DATE);
        paths.put(contract + "term", PatchValue.TEXT);
        paths.put(contract + "value", PatchValue.AMOUNT);
        String solution = REGISTRATIONS + "0/solutionDetails/0/";
        paths.put(solution + "value", PatchValue.AMOUNT);
        paths.put(solution + "currency", PatchValue.CURRENCY);
        paths.put(solution + "isDeployedOnAzure", PatchValue.BOOLEAN);
        paths.put(solution + "primaryDeploymentOn", PatchValue.TEXT);
        paths.put(solution + "pricingModel", PatchValue.TEXT);
        String marketplace = solution + "marketplaceTransactionDetails/";
        paths.put(marketplace + "isMarketplaceTransacted", PatchValue.BOOLEAN);
        paths.put(marketplace + "marketplaceTransactionDateTime", PatchValue.DATE);
        return paths;
    }
}
