package dev.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a POST must hold, and which of its members the service sets itself. */
final class CreateRules {
    private static final Set<String> TYPES = Set.of("Independent", "Shared");
    private static final Set<String> QUALIFICATIONS = Set.of("None", "Direct", "MarketingQualified", "SalesQualified");
    private static final Set<String> TARGETS = Set.of("None", "BusinessProfileLocation", "SolutionProfile");
    private static final Set<String> ASSISTANCE = Set.of(
            "Unknown",
            "GeneralOrOther",
            "CustomerTechnicalArchitecture",
            "ProofOfConceptOrDemo",
            "QuotesOrLicensing",
            "PostSalesCustomerSuccess",
            "WorkloadSpecificValueProposition");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final List<String> SET_BY_SERVER = List.of(
            "id",
            "organizationId",
            "organizationName",
            "lastModifiedVia",
            "lastRunId",
            "createdDateTime",
            "updatedDateTime",
            "expirationDateTime",
            "status",
            "substatus",
            "eTag",
            "quality",
            "isSpam",
            "direction",
            "dealSensitivity",
            "createdVia",
            "tags",
            "acceptedDateTime",
            "closedDateTime",
            "registrationStatus",
            "links",
            "trackingInfo",
            "registrations");

    private CreateRules() {}

    /**
     * The members of a POST that the service takes over.
     *
     * @throws ApiException 400 naming the member at fault
     */
    static ObjectNode accept(JsonNode body) {
        if (!(Shape.camelCase(body) instanceof ObjectNode request)) {
            throw ApiException.invalid(
                    "body", "invalidBody", "Expected a JSON object, found " + body.getNodeType() + ".");
        }
        for (String member : List.of("customerProfile", "consent", "details")) {
            require(request.path(member).isObject(), member, "missingProperty", "Expected an object, found none.");
        }
        oneOf(request, "/type", TYPES, true);
        oneOf(request, "/qualification", QUALIFICATIONS, false);
        oneOf(request, "/inviteContext/assistanceRequestCode", ASSISTANCE, false);
        request.path("target")
                .forEach(target -> require(
                        TARGETS.contains(target.path("type").asText()),
                        "target",
                        "invalidValue",
                        "Expected a type of " + TARGETS + ", found " + target.path("type") + "."));
        customer(request);
        details(request.path("details"));
        request.remove(SET_BY_SERVER);
        request.properties().removeIf(member -> !Shape.knows(member.getKey()));
        return request;
    }

    /** Whether this POST asks for Microsoft's half of an engagement. */
    static boolean invitesMicrosoft(ObjectNode request) {
        for (JsonNode target : request.path("target")) {
            if (target.path("id").asText().equals("msft")) {
                return true;
            }
        }
        return false;
    }

    private static void customer(ObjectNode request) {
        JsonNode customer = request.path("customerProfile");
        require(
                !customer.path("name").asText("").isBlank(),
                "customerProfile/name",
                "missingProperty",
                "Expected the customer's name, found none.");
        JsonNode country = customer.at("/address/country");
        require(
                country.isMissingNode() || country.isNull() || COUNTRIES.contains(country.asText()),
                "customerProfile/address/country",
                "invalidValue",
                "Expected a two-letter ISO 3166-1 code, found " + country + ".");
        String help = request.at("/inviteContext/assistanceRequestCode").asText("Unknown");
        require(
                help.equals("Unknown") || hasContact(customer),
                "customerProfile/team",
                "missingProperty",
                "Microsoft's help needs a customer contact with first name, last name, phone and e-mail.");
    }

    private static boolean hasContact(JsonNode customer) {
        for (JsonNode member : customer.path("team")) {
            if (List.of("firstName", "lastName", "phoneNumber", "email").stream()
                    .noneMatch(name -> member.path(name).asText("").isBlank())) {
                return true;
            }
        }
        return false;
    }

    private static void details(JsonNode details) {
        if (details.hasNonNull("currency")) {
            PatchValue.CURRENCY.read("details/currency", details.get("currency"));
        }
        if (details.hasNonNull("dealValue")) {
            PatchValue.AMOUNT.read("details/dealValue", details.get("dealValue"));
        }
        if (details.hasNonNull("closingDateTime")) {
            PatchValue.DATE.read("details/closingDateTime", details.get("closingDateTime"));
        }
        JsonNode solutions = details.at("/requirements/solutions");
        if (!solutions.isMissingNode()) {
            PatchValue.LIST.read("/details/requirements/solutions", solutions);
        }
    }

    private static void oneOf(ObjectNode request, String pointer, Set<String> allowed, boolean required) {
        JsonNode value = request.at(pointer);
        boolean absent = value.isMissingNode() || value.isNull();
        String target = pointer.substring(1);
        require(!(absent && required), target, "missingProperty", "Expected one of " + allowed + ", found none.");
        require(
                absent || allowed.contains(value.asText()),
                target,
                "invalidValue",
                "Expected one of " + allowed + ", found " + value + ".");
    }

    private static void require(boolean holds, String target, String detail, String message) {
        if (!holds) {
            throw ApiException.invalid(target, detail, message);
        }
    }
}
