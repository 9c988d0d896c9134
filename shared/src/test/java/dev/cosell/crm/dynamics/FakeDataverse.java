package dev.cosell.crm.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.http.Transport;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of the Web API the adapter uses, in memory; refuses what the real one refuses, and counts every call. */
final class FakeDataverse implements Transport {
    static final String ENVIRONMENT = "https://contoso.crm4.dynamics.com";
    static final String EURO = "aaaaaaaa-0000-0000-0000-000000000001";
    static final String DOLLAR = "aaaaaaaa-0000-0000-0000-000000000002";

    private static final String ROOT = ENVIRONMENT + "/api/data/v9.2/";
    private static final Pattern ROW = Pattern.compile("(\\w+)\\(([0-9a-f-]{36})\\)");
    private static final Pattern FILTER = Pattern.compile("(\\w+) eq '(.*)'", Pattern.DOTALL);
    private static final Set<String> STATE = Set.of("statecode", "statuscode");

    /** A column of the opportunity as metadata shows it; size is a length or a precision. */
    record Column(String kind, int size) {}

    final Map<String, Column> columns = new TreeMap<>();
    final Map<String, Map<Integer, String>> choices = new HashMap<>();
    final List<Call> calls = new ArrayList<>();
    final Deque<Answer> nextAnswers = new ArrayDeque<>();
    int pageSize = 5000;
    Instant now = Instant.parse("2026-11-22T09:30:00Z");

    private final Map<String, Map<String, ObjectNode>> tables = new HashMap<>();
    private long version = 1000;
    private int callsBefore;

    FakeDataverse() {
        for (String text : List.of(
                "name:300",
                "msft_microsoftpartnercenterreferralidentifier:100",
                "msft_microsoftpartnercenterreferrallink:1000",
                "msft_microsoftpartnercenterreferralprogram:200",
                "msft_microsoftcrmidentifier:100",
                "cosell_syncstatus:100")) {
            columns.put(text.split(":")[0], new Column("String", Integer.parseInt(text.split(":")[1])));
        }
        for (String text : List.of(
                "description:2000",
                "msft_microsoftpartnercentersolutions:4000",
                "cosell_syncproblem:400",
                "msft_microsoftpartnercenterreferralsyncaudit:200")) {
            columns.put(text.split(":")[0], new Column("Memo", Integer.parseInt(text.split(":")[1])));
        }
        for (String flag : List.of(
                "msft_microsoftpartnercenterreferralsync",
                "msft_microsoftpartnercenterreferralvisible",
                "cosell_syncnow")) {
            columns.put(flag, new Column("Boolean", 0));
        }
        columns.put("estimatedvalue", new Column("Money", 2));
        columns.put("estimatedclosedate", new Column("DateTime", 0));
        columns.put("modifiedon", new Column("DateTime", 0));
        columns.put("modifiedby", new Column("Lookup", 0));
        columns.put("opportunityid", new Column("Uniqueidentifier", 0));
        columns.put("transactioncurrencyid", new Column("Lookup", 0));
        columns.put("customerid", new Column("Customer", 0));
        columns.put("parentcontactid", new Column("Lookup", 0));
        columns.put("ownerid", new Column("Owner", 0));
        columns.put("owninguser", new Column("Lookup", 0));
        columns.put("msft_microsoftpartnercenterhelp", new Column("Picklist", 0));
        columns.put("statecode", new Column("State", 0));
        columns.put("statuscode", new Column("Status", 0));
        choices.put(
                "msft_microsoftpartnercenterhelp",
                new TreeMap<>(Map.of(299600000, "Proof Of Concept Or Demo", 299600001, "General Or Other")));
        currency(EURO, "EUR");
        currency(DOLLAR, "USD");
    }

    void currency(String id, String code) {
        rows("transactioncurrencies")
                .put(id, json().put("transactioncurrencyid", id).put("isocurrencycode", code));
    }

    DynamicsCrm adapter() {
        return new DynamicsCrm(
                URI.create(ENVIRONMENT),
                this,
                new SandboxDataverse.FixedToken(),
                FieldMaps.of(FieldMapFile.dynamics().deals()),
                () -> now);
    }

    /** Somebody else's change. */
    void edit(String id, String property, JsonNode value) {
        ObjectNode row = rows("opportunities").get(id);
        row.set(property, value);
        stamp(row);
    }

    void delete(String id) {
        rows("opportunities").remove(id);
    }

    ObjectNode row(String set, String id) {
        return rows(set).get(id);
    }

    /** Method and address of every call, without the ids and the query. */
    List<String> made() {
        return calls.stream()
                .map(call -> call.method() + " "
                        + call.uri().toString().substring(ROOT.length()).split("[(?]")[0])
                .toList();
    }

    Call lastCall() {
        return calls.getLast();
    }

    /** Lets some calls through before it gives this answer. */
    void failAfter(int calls, Answer answer) {
        callsBefore = calls;
        nextAnswers.add(answer);
    }

    static Answer refusal(int status, String code, String message) {
        ObjectNode body = json();
        body.putObject("error").put("code", code).put("message", message);
        return answer(status, body);
    }

    @Override
    public Answer send(Call call) {
        calls.add(call);
        if (!nextAnswers.isEmpty() && callsBefore-- <= 0) {
            return nextAnswers.poll();
        }
        String[] address = call.uri().toString().substring(ROOT.length()).split("\\?", 2);
        Map<String, String> query = query(address.length > 1 ? address[1] : "");
        if (address[0].startsWith("EntityDefinitions(LogicalName='opportunity')/Attributes")) {
            return metadata(address[0]);
        }
        Matcher row = ROW.matcher(address[0]);
        if (row.matches()) {
            return call.method().equals("GET")
                    ? get(row.group(1), row.group(2), query)
                    : patch(call, row.group(1), row.group(2), query);
        }
        return call.method().equals("POST") ? close(call, address[0]) : find(address[0], query);
    }

    private Answer metadata(String address) {
        ArrayNode found = json().putArray("value");
        columns.forEach((name, column) -> {
            if (!address.contains("CRM.") || address.endsWith("." + column.kind() + "AttributeMetadata")) {
                ObjectNode one = found.addObject().put("LogicalName", name).put("AttributeType", column.kind());
                one.put("MaxLength", column.size())
                        .put("Precision", column.size())
                        .put("PrecisionSource", 0);
                one.putNull("OptionSet");
                ArrayNode options = one.putObject("GlobalOptionSet").putArray("Options");
                choices.getOrDefault(name, Map.of())
                        .forEach((value, label) -> options.addObject()
                                .put("Value", value)
                                .putObject("Label")
                                .putArray("LocalizedLabels")
                                .add(label("Deutsch " + label, 1031))
                                .add(label(label, 1033)));
            }
        });
        return answer(200, json().set("value", found));
    }

    private Answer get(String set, String id, Map<String, String> query) {
        ObjectNode row = rows(set).get(id);
        if (row == null) {
            return gone(set, id);
        }
        Optional<String> unknown = unknown(query);
        if (unknown.isPresent()) {
            return refusal(
                    400,
                    "0x0",
                    "Could not find a property named '" + unknown.get() + "' on type 'Microsoft.Dynamics.CRM.x'.");
        }
        ObjectNode shown = selected(row, query);
        expand(shown, row, query.getOrDefault("$expand", ""));
        return answer(200, shown);
    }

    private Answer find(String set, Map<String, String> query) {
        Matcher filter = FILTER.matcher(query.getOrDefault("$filter", ""));
        boolean filtered = filter.matches();
        List<ObjectNode> found = rows(set).values().stream()
                .filter(row -> !filtered
                        || row.path(filter.group(1))
                                .asText()
                                .equalsIgnoreCase(filter.group(2).replace("''", "'")))
                .limit(Long.parseLong(query.getOrDefault("$top", "5000")))
                .toList();
        int from = Integer.parseInt(query.getOrDefault("$skiptoken", "0"));
        ObjectNode page = json();
        ArrayNode value = page.putArray("value");
        found.stream().skip(from).limit(pageSize).forEach(row -> value.add(selected(row, query)));
        if (from + pageSize < found.size()) {
            page.put(
                    "@odata.nextLink",
                    ROOT + set + "?$select=" + query.get("$select") + "&$filter=" + WebApi.encode(query.get("$filter"))
                            + "&$skiptoken=" + (from + pageSize));
        }
        return answer(200, page);
    }

    private Answer patch(Call call, String set, String id, Map<String, String> query) {
        ObjectNode row = rows(set).get(id);
        String match = call.headers().get("If-Match");
        if ("*".equals(call.headers().get("If-None-Match")) && row != null) {
            return refusal(412, "", "A record with matching key values already exists.");
        }
        if (match != null && row == null) {
            return gone(set, id);
        }
        if (match != null
                && !match.equals("*")
                && !match.equals(row.path("@odata.etag").asText())) {
            return refusal(
                    412, "", "The version of the existing record doesn't match the RowVersion property provided.");
        }
        ObjectNode body = body(call);
        Optional<Answer> refused = set.equals("opportunities") ? refused(row, id, body) : Optional.empty();
        if (refused.isPresent()) {
            return refused.get();
        }
        ObjectNode next = row == null ? fresh(set, id) : row;
        write(next, body);
        stamp(next);
        rows(set).put(id, next);
        return call.headers().getOrDefault("Prefer", "").contains("return=representation")
                ? answer(row == null ? 201 : 200, selected(next, query))
                : new Answer(204, Map.of(), new byte[0]);
    }

    private Optional<Answer> refused(ObjectNode row, String id, ObjectNode body) {
        int state = body.path("statecode").asInt(0);
        if (row != null && row.path("statecode").asInt() != 0) {
            boolean reopening = body.path("statecode").isInt()
                    && state == 0
                    && body.properties().stream().allMatch(property -> STATE.contains(property.getKey()));
            if (!reopening) {
                return Optional.of(refusal(400, "0x80040230", "The object cannot be updated because it is inactive."));
            }
        }
        if (state != 0 || row == null && body.has("statecode")) {
            return Optional.of(refusal(400, "0x80100005", "This message can not be used to set the state."));
        }
        String key = "msft_microsoftpartnercenterreferralidentifier";
        boolean taken = body.path(key).isTextual()
                && rows("opportunities").entrySet().stream()
                        .anyMatch(other -> !other.getKey().equals(id)
                                && other.getValue().path(key).equals(body.path(key)));
        if (taken) {
            return Optional.of(refusal(412, "0x80060892", "Entity Key msft_referral violated."));
        }
        return body.properties().stream()
                .flatMap(property -> refusedColumn(property.getKey(), property.getValue()).stream())
                .findFirst();
    }

    private Optional<Answer> refusedColumn(String property, JsonNode value) {
        if (property.endsWith("@odata.bind")) {
            boolean dangling = value.isTextual() && !exists(value.asText());
            return dangling
                    ? Optional.of(refusal(404, "0x80040217", value + " With Id = x Does Not Exist"))
                    : Optional.empty();
        }
        Column column = columns.get(property);
        if (column == null) {
            return Optional.of(refusal(400, "0x80048d19", "Invalid property '" + property + "' was found in entity."));
        }
        boolean text = column.kind().equals("String") || column.kind().equals("Memo");
        if (text && value.asText().length() > column.size()) {
            return Optional.of(refusal(
                    400,
                    "0x80044331",
                    "A validation error occurred.  The length of the '" + property
                            + "' attribute of the 'opportunity' entity exceeded the maximum allowed length of '"
                            + column.size() + "'."));
        }
        boolean option = !column.kind().equals("Picklist")
                || value.isNull()
                || choices.get(property).containsKey(value.asInt());
        return option ? Optional.empty() : Optional.of(refusal(400, "0x8004431A", "Out of range: '" + property + "'"));
    }

    private Answer close(Call call, String action) {
        ObjectNode body = body(call);
        Matcher row = ROW.matcher(
                body.path("OpportunityClose").path("opportunityid@odata.bind").asText());
        if (!row.find() || rows("opportunities").get(row.group(2)) == null) {
            return gone("opportunities", "?");
        }
        ObjectNode opportunity = rows("opportunities").get(row.group(2));
        if (opportunity.path("statecode").asInt() != 0) {
            return refusal(400, "0x80040515", "The opportunity is already closed.");
        }
        opportunity.put("statecode", action.equals("WinOpportunity") ? 1 : 2);
        opportunity.put("statuscode", body.path("Status").asInt());
        stamp(opportunity);
        return new Answer(204, Map.of(), new byte[0]);
    }

    private ObjectNode fresh(String set, String id) {
        ObjectNode row = json().put(set.equals("accounts") ? "accountid" : "opportunityid", id);
        return set.equals("opportunities") ? row.put("statecode", 0).put("statuscode", 1) : row;
    }

    private void write(ObjectNode row, ObjectNode body) {
        body.properties().forEach(property -> {
            String name = property.getKey();
            if (!name.endsWith("@odata.bind")) {
                row.set(name, property.getValue());
                return;
            }
            Matcher bound = ROW.matcher(property.getValue().asText());
            String lookup = "_" + name.substring(0, name.indexOf('@')).replace("_account", "") + "_value";
            row.put(lookup, bound.find() ? bound.group(2) : null);
        });
    }

    private ObjectNode selected(ObjectNode row, Map<String, String> query) {
        ObjectNode shown = json();
        shown.set("@odata.etag", row.path("@odata.etag"));
        Arrays.stream(query.getOrDefault("$select", "").split(",")).forEach(property -> {
            JsonNode value = row.path(property);
            shown.set(property, value.isMissingNode() ? json().nullNode() : value);
        });
        return shown;
    }

    private void expand(ObjectNode shown, ObjectNode row, String expand) {
        Matcher navigation = Pattern.compile("(\\w+)\\(\\$select=([^)]*)\\)").matcher(expand);
        while (navigation.find()) {
            String lookup = "_" + navigation.group(1).replace("_account", "") + "_value";
            String set = navigation.group(1).equals("parentcontactid") ? "contacts" : "accounts";
            ObjectNode related = rows(set).get(row.path(lookup).asText());
            shown.set(
                    navigation.group(1),
                    related == null ? null : selected(related, Map.of("$select", navigation.group(2))));
        }
    }

    private Optional<String> unknown(Map<String, String> query) {
        return Arrays.stream(query.getOrDefault("$select", "").split(","))
                .filter(property ->
                        !columns.containsKey(property) && !columns.containsKey(property.replaceAll("^_|_value$", "")))
                .findFirst();
    }

    private boolean exists(String reference) {
        Matcher row = ROW.matcher(reference);
        return row.find() && rows(row.group(1)).containsKey(row.group(2));
    }

    private void stamp(ObjectNode row) {
        row.put("@odata.etag", "W/\"" + ++version + "\"").put("modifiedon", now.toString());
    }

    Map<String, ObjectNode> rows(String set) {
        return tables.computeIfAbsent(set, name -> new LinkedHashMap<>());
    }

    private static Answer gone(String set, String id) {
        return refusal(404, "0x80040217", set + " With Id = " + id + " Does Not Exist");
    }

    private static ObjectNode label(String text, int language) {
        return json().put("Label", text).put("LanguageCode", language);
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new HashMap<>();
        for (String part : text.split("&")) {
            String[] pair = part.split("=", 2);
            query.put(pair[0], pair.length > 1 ? URLDecoder.decode(pair[1], StandardCharsets.UTF_8) : "");
        }
        return query;
    }

    static ObjectNode body(Call call) {
        try {
            return (ObjectNode) WebApi.JSON.readTree(call.body());
        } catch (IOException e) {
            throw new AssertionError("the adapter sent no JSON", e);
        }
    }

    static ObjectNode json() {
        return WebApi.JSON.createObjectNode();
    }

    static Answer answer(int status, JsonNode body) {
        return new Answer(
                status,
                Map.of("content-type", "application/json; odata.metadata=minimal"),
                body.toString().getBytes(StandardCharsets.UTF_8));
    }
}
