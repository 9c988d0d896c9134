package dev.cosell.sandbox.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.dataverse.Database.Stored;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Publishers and solutions: whose prefix a name may have, what belongs to which solution, and the rules for rows that are
 * parts of solutions. A call says with {@code MSCRM.SolutionUniqueName} into which solution its part goes.
 */
final class Solutions {
    static final int COLUMN = 2;
    static final int CHOICE = 9;
    static final int KEY = 14;

    /** Rows that are parts of solutions, by table; the numbers are those of {@code componenttype}. */
    private static final Map<String, Integer> PARTS = Map.of(
            "role", 20, "savedquery", 26, "systemform", 60, "sdkmessageprocessingstep", 92, "serviceendpoint", 95);

    private static final String PREFIX = "(?!mscrm)[a-z][a-z0-9]{1,7}";

    private final Organization organization;

    Solutions(Organization organization) {
        this.organization = organization;
    }

    /**
     * The name, which begins with the prefix of one of the publishers.
     *
     * @throws Refusal 400 if it does not
     */
    String prefixed(String name) {
        boolean known = organization.data().rows("publisher").stream()
                .map(publisher -> publisher.value("customizationprefix").asText() + "_")
                .anyMatch(prefix ->
                        name.toLowerCase(Locale.ROOT).startsWith(prefix) && name.matches("[A-Za-z][A-Za-z0-9_]{2,99}"));
        if (!known) {
            throw Refusal.invalid(
                    "Expected a name that begins with the customization prefix of a publisher, found '%s'."
                            .formatted(name));
        }
        return name;
    }

    /** Puts a part into the solution that the call names, if it names one. */
    void collect(Call call, int type, String id) {
        named(call).ifPresent(solution -> {
            String key = UUID.nameUUIDFromBytes((solution.id() + id).getBytes(StandardCharsets.UTF_8))
                    .toString();
            organization
                    .data()
                    .put(
                            "solutioncomponent",
                            key,
                            Map.of(
                                    "solutioncomponentid",
                                    Json.NODES.textNode(key),
                                    "solutionid",
                                    Values.reference("solution", solution.id()),
                                    "componenttype",
                                    Json.NODES.numberNode(type),
                                    "objectid",
                                    Json.NODES.textNode(id)));
        });
    }

    /** A new row by the rules for its kind; into the solution that the call names. */
    Response post(Call call, Table table, Supplier<Response> write) {
        demandWhole(table, Json.parseObject(call.request().text()));
        Response response = write.get();
        Optional.ofNullable(PARTS.get(table.logicalName())).ifPresent(type -> collect(call, type, response.subject()));
        if (table.logicalName().equals("role")) {
            // Every new role comes with a few rights that nobody asked for.
            List.of("prvReadSdkMessage", "prvReadSdkMessageProcessingStep")
                    .forEach(name -> grant(response.subject(), Introspection.id(name), Depth.GLOBAL));
        }
        return response;
    }

    private void demandWhole(Table table, ObjectNode body) {
        switch (table.logicalName()) {
            case "publisher" -> {
                demandNew(table, body);
                if (!body.path("customizationprefix").asText().matches(PREFIX)) {
                    throw Refusal.invalid(
                            "Expected a prefix of two to eight small letters and digits that does not begin with mscrm, found '%s'."
                                    .formatted(body.path("customizationprefix").asText()));
                }
            }
            case "solution" -> demandNew(table, body);
            case "serviceendpoint" -> demandWebhook(body);
            case "sdkmessageprocessingstep" -> demandStep(body);
            default -> {
                // No rules beyond those of its columns.
            }
        }
    }

    private void demandNew(Table table, ObjectNode body) {
        String name = body.path("uniquename").asText();
        boolean taken = organization.data().rows(table.logicalName()).stream()
                .anyMatch(row -> row.value("uniquename").asText().equalsIgnoreCase(name));
        if (taken || !name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new Refusal(
                    400,
                    "0x80040237",
                    "Expected a uniquename of letters, digits and underscores that no other %s has, found '%s'."
                            .formatted(table.logicalName(), name));
        }
    }

    private static void demandWebhook(ObjectNode body) {
        boolean webhook = body.path("contract").asInt() == 8;
        if (webhook && !body.path("url").asText().matches("https?://\\S+")) {
            throw Refusal.invalid("Expected the url of a webhook, found '%s'."
                    .formatted(body.path("url").asText()));
        }
        int authentication = body.path("authtype").asInt();
        if (webhook && (authentication == 5 || authentication == 6)) {
            AuthSettings.read(body.path("authvalue").asText());
        }
    }

    private void demandStep(ObjectNode body) {
        if (body.path("mode").asInt(1) == 1 && body.path("stage").asInt(40) != 40) {
            throw Refusal.invalid("Asynchronous steps can be registered in the post-operation stage only.");
        }
        List<String> filter =
                List.copyOf(Webhooks.words(body.path("filteringattributes").asText()));
        String bound = body.path("sdkmessagefilterid@odata.bind").asText();
        organization.data().rows("sdkmessagefilter").stream()
                .filter(row -> bound.contains(row.id()))
                .map(row ->
                        organization.table(row.value("primaryobjecttypecode").asText()))
                .forEach(table -> filter.forEach(name -> {
                    if (table.column(name).isEmpty()) {
                        throw Refusal.invalid("The filtering attribute '%s' does not exist in entity '%s'."
                                .formatted(name, table.logicalName()));
                    }
                }));
    }

    /** {@code roles(id)/Microsoft.Dynamics.CRM.AddPrivilegesRole}: what the role has stays. */
    Response addPrivileges(Call call, Stored role) {
        for (JsonNode privilege : Json.parseObject(call.request().text()).path("Privileges")) {
            String id = privilege.path("PrivilegeId").asText();
            organization.require(organization.table("privilege"), id);
            grant(role.id(), id, Depth.named(privilege.path("Depth").asText()));
        }
        return Response.of(204).about(role.id());
    }

    private void grant(String role, String privilege, Depth depth) {
        String id = UUID.nameUUIDFromBytes((role + privilege).getBytes(StandardCharsets.UTF_8))
                .toString();
        organization
                .data()
                .put(
                        "roleprivileges",
                        id,
                        Map.of(
                                "roleprivilegeid",
                                Json.NODES.textNode(id),
                                "roleid",
                                Json.NODES.textNode(role),
                                "privilegeid",
                                Json.NODES.textNode(privilege),
                                "privilegedepthmask",
                                Json.NODES.numberNode(depth.mask)));
    }

    /** How far a privilege reaches: a name in messages, a bit in rows. */
    private enum Depth {
        BASIC("Basic", 1),
        LOCAL("Local", 2),
        DEEP("Deep", 4),
        GLOBAL("Global", 8);

        private final String word;
        private final int mask;

        Depth(String word, int mask) {
            this.word = word;
            this.mask = mask;
        }

        static Depth named(String word) {
            for (Depth depth : values()) {
                if (depth.word.equals(word)) {
                    return depth;
                }
            }
            throw Refusal.malformed("Expected Basic, Local, Deep or Global as Depth, found '%s'.".formatted(word));
        }
    }

    private Optional<Stored> named(Call call) {
        return call.request()
                .header("mscrm.solutionuniquename")
                .map(name -> organization.data().rows("solution").stream()
                        .filter(row -> row.value("uniquename").asText().equals(name)
                                && !row.value("ismanaged").asBoolean())
                        .findFirst()
                        .orElseThrow(() -> Refusal.invalid(
                                "Expected the unique name of an unmanaged solution in MSCRM.SolutionUniqueName, found '%s'."
                                        .formatted(name))));
    }
}
