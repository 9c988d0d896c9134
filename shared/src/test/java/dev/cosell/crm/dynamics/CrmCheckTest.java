package dev.cosell.crm.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.fieldmap.CrmCheck;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.http.Call;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.RecordQuery;
import dev.cosell.sync.port.Written;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the administrator is told about map and CRM before the first deal crosses: Dynamics 365. What Salesforce lacks is
 * described in other words, so its twins are in {@code SalesforceCrmTest}.
 */
class CrmCheckTest {
    private final SandboxDataverse dataverse = new SandboxDataverse();

    @Test
    void aCrmAsTheMapExpectsItHasNoFault() {
        assertEquals(Optional.empty(), checked("{}", true));
    }

    @Test
    void columnsThatOnlyTellTheSellerSomethingNeverStopAnything() {
        dataverse.withoutAdditions();
        assertEquals(Optional.empty(), checked("{}", false));
    }

    @Test
    void s6_aMissingColumnIsToldWithTheNearestOne() {
        assertFaults(
                "{\"fields\": {\"notes\": {\"crm\": \"descripton\"}}}",
                "deals, field notes: expected table opportunity to have column descripton; found none. Add the column, or "
                        + "point the field at another one. Did you mean \"description\"?");
    }

    @Test
    void s6_aMissingColumnOfARelatedTableIsToldToo() {
        assertFaults(
                "{\"fields\": {\"customerCity\": {\"crm\": \"customerid/adress1_city\"}}}",
                "deals, field customerCity: expected table account to have column adress1_city; found none. Add the column, "
                        + "or point the field at another one. Did you mean \"address1_city\"?");
    }

    @Test
    void s6_aMissingSwitchOfTheSellerIsTold() {
        assertFaults(
                "{\"columns\": {\"sync\": \"new_sync\"}}",
                "deals: expected table opportunity to have column new_sync for the seller's switch; found none. Install the "
                        + "columns of Microsoft's co-sell solution, or name another column.");
    }

    @Test
    void s6_columnSecurityThatKeepsTheConnectorOutIsTold() {
        dataverse.control("PUT", "column-security", """
                {"opportunity/description": {"read": false, "create": true, "update": true},
                 "opportunity/estimatedvalue": {"read": true, "create": false, "update": true},
                 "opportunity/estimatedclosedate": {"read": true, "create": true, "update": false},
                 "opportunity/name": {"read": true, "create": true, "update": true},
                 "opportunity/msft_microsoftpartnercenterreferralsync": {"read": true, "create": true, "update": false}}""");
        String hint =
                " Add the right to a column security profile of that user, or, if the CRM computes the column, let the "
                        + "field flow to Partner Center only.";
        assertFaults(
                "{}",
                "4 faults. (1) deals, field dealValue: expected that the connector's user may fill column estimatedvalue; "
                        + "found that it may not." + hint
                        + " (2) deals, field closeDate: expected that the connector's user "
                        + "may change column estimatedclosedate; found that it may not." + hint
                        + " (3) deals, field notes: expected that the connector's user may read column description; found "
                        + "that it may not." + hint
                        + " (4) deals: expected that the connector's user may read and change "
                        + "column msft_microsoftpartnercenterreferralsync; found that it may not. Add the right to a column "
                        + "security profile of that user.");
    }

    @Test
    void s6_aComputedColumnCannotBeFilled() {
        String problem = checked("{\"fields\": {\"dealValue\": {\"crm\": \"totalamount\"}}}", false)
                .orElseThrow()
                .detail();
        assertTrue(problem.contains("may fill column totalamount") && problem.contains("may change column"), problem);
        assertEquals(
                Optional.empty(),
                checked(
                        "{\"fields\": {\"dealValue\": {\"crm\": \"totalamount\", \"direction\": \"toPartnerCenter\"}, "
                                + "\"currency\": {\"direction\": \"toPartnerCenter\"}}}",
                        false));
    }

    @Test
    void aColumnOfAnotherKindIsTold() {
        assertFaults(
                "{\"fields\": {\"closeDate\": {\"crm\": \"closeprobability\"}}}",
                "deals, field closeDate: expected column closeprobability to hold a date without a time; found a number. "
                        + "Point the field at another column, or give it another type.");
        assertFaults(
                "{\"fields\": {\"currency\": {\"crm\": \"pricelevelid\"}}}",
                "deals, field currency: expected column pricelevelid to hold a choice or a lookup or a text to currencies; found a "
                        + "lookup. Point the field at another column, or give it another type.");
    }

    @Test
    void aColumnThatIsShorterThanTheMapSaysIsTold() {
        dataverse.control("PATCH", "columns/opportunity/name", "{\"maxLength\": 100}");
        assertFaults(
                "{}",
                "deals, field name: expected column name to hold 300 characters, as maxLength says; found 100. Lengthen the "
                        + "column, or set \"maxLength\": 100 (longer texts are then held) or \"mayBeCut\": true.");
        assertEquals(Optional.empty(), checked("{\"fields\": {\"name\": {\"maxLength\": 100}}}", false));
    }

    @Test
    void s58_aStatusReasonThatTheCrmDoesNotHaveIsToldWithThoseItHas() {
        assertFaults(
                "{\"fields\": {\"status\": {\"states\": [{\"is\": \"New/Pending\", \"crm\": [0, 9]}," + states()
                        + "]}}}",
                "deals, field status: expected for New/Pending a status reason that state 0 has; found 9. Possible are 1 In "
                        + "Progress, 2 On Hold.");
    }

    @Test
    void s58_anotherPicklistWorksOnceTheMapNamesIt() {
        String overrides = "{\"fields\": {\"rating\": {\"type\": \"code\", \"partnerCenter\": \"/campaignId\", "
                + "\"crm\": \"opportunityratingcode\", \"direction\": \"toCrm\", \"values\": {\"A\": \"%s\", \"B\": \"Cold\"}}}}";
        assertFaults(
                overrides.formatted("Hott"),
                "deals, field rating: expected \"Hott\" to be an option of column opportunityratingcode; nearest are Hot, "
                        + "Cold, Warm.");
        FieldMaps maps = maps(overrides.formatted("Hot"));
        Crm crm = dataverse.adapter(maps);
        assertEquals(Optional.empty(), CrmCheck.of(maps, false, crm::describe));
        RecordRef record = new RecordRef("opportunity", UUID.randomUUID().toString());
        Written made = crm.create(
                record,
                Optional.empty(),
                Map.of("name", TextNode.valueOf("Contoso"), "opportunityratingcode", TextNode.valueOf("Hot")));
        assertTrue(made instanceof Written.Done(Snapshot now)
                && now.values().get("opportunityratingcode").asText().equals("Hot"));
    }

    @Test
    void s70_aRequiredColumnThatNoFieldFillsIsToldBeforeTheFirstCreate() {
        dataverse.control("PATCH", "columns/opportunity/msft_coselltype", "{\"required\": \"ApplicationRequired\"}");
        assertFaults(
                "{\"fields\": {\"coSellType\": null}}",
                "deals: expected a field that fills column msft_coselltype, which table opportunity requires; found none. Add "
                        + "a field with a default for it, or list it in filledByCrm if the CRM fills it by itself or requires "
                        + "it in its forms only.");
        assertEquals(Optional.empty(), checked("{\"filledByCrm\": [\"msft_coselltype\"]}", false));
        String filled =
                "{\"fields\": {\"coSellType\": {\"type\": \"code\", \"partnerCenter\": null, \"crm\": \"msft_coselltype\", "
                        + "\"direction\": \"onCreate\", \"default\": {\"toCrm\": \"%s\"}, \"requiredFor\": null, \"values\": null}}}";
        assertEquals(Optional.empty(), checked(filled.formatted("IP Co-sell"), false));
        assertTrue(checked(filled.formatted("IP Cosell"), false)
                .orElseThrow()
                .detail()
                .contains("nearest are IP Co-sell"));
    }

    @Test
    void s57_onlyMappedColumnsAreEverAskedFor() {
        FieldMaps maps = FieldMapFile.dynamics();
        Crm crm = dataverse.adapter(maps);
        RecordRef record = new RecordRef("opportunity", UUID.randomUUID().toString());
        crm.create(record, Optional.empty(), Map.of("name", TextNode.valueOf("Contoso")));
        String version = crm.read(record).version().orElseThrow();
        crm.update(record, version, Map.of("description", TextNode.valueOf("more")));
        crm.records(new RecordQuery("opportunity", Optional.of(true), Optional.empty(), 10), Optional.empty());
        crm.findByReferral("5b2a6b8e-0c1d-4e0e-9a8e-6f1f7c3d2b10");
        crm.tell(record, Map.of(maps.deals().columns().told().audit(), TextNode.valueOf("told")));
        Set<String> allowed = allowed(maps.deals());
        for (Call call : dataverse.calls) {
            String query = URLDecoder.decode(call.uri().toString(), StandardCharsets.UTF_8);
            if (query.contains("/opportunities")) {
                Set<String> asked = selected(query);
                assertTrue(!asked.isEmpty(), "no call without $select: " + query);
                assertTrue(allowed.containsAll(asked), () -> asked + " of " + query);
            }
        }
    }

    private static Set<String> selected(String query) {
        Matcher select = Pattern.compile("\\$select=([^&);]*)").matcher(query);
        return select.results()
                .flatMap(found -> Stream.of(found.group(1).split(",")))
                .collect(Collectors.toSet());
    }

    private static Set<String> allowed(FieldMap map) {
        return Stream.of(
                        map.paths(Side.CRM).stream(),
                        map.columns().needed().stream(),
                        map.columns().forSellers().stream(),
                        map.columns().lineage().stream(),
                        map.columns().otherCountries().stream(),
                        // The version's time, who changed it, whether a person owns it, the ids behind the related
                        // columns.
                        Stream.of(
                                "modifiedon",
                                "modifiedby",
                                "owninguser",
                                "owninguser/applicationid",
                                "customerid/",
                                "parentcontactid/"))
                .flatMap(stream -> stream)
                .flatMap(path -> path.contains("/")
                        ? Stream.of(
                                "_" + path.substring(0, path.indexOf('/')) + "_value",
                                path.substring(path.lastIndexOf('/') + 1))
                        : Stream.of(path, "_" + path + "_value"))
                .collect(Collectors.toSet());
    }

    /** Those of the connector's own map, without the one under test. */
    private static String states() {
        return Stream.of(
                        "Active/Accepted 0 1",
                        "Closed/Won 1 3",
                        "Closed/Lost 2 4",
                        "Closed/Declined 2 4",
                        "Closed/Expired 2 4",
                        "Closed/Error 2 4")
                .map(row -> row.split(" "))
                .map(row -> "{\"is\": \"" + row[0] + "\", \"crm\": [" + row[1] + ", " + row[2] + "]}")
                .collect(Collectors.joining(","));
    }

    private void assertFaults(String deals, String message) {
        Problem problem = checked(deals, false).orElseThrow(() -> new AssertionError("no fault found"));
        assertEquals(ProblemCode.SCHEMA_MISMATCH, problem.code());
        assertEquals(Optional.of(RemoteSystem.CRM), problem.system());
        assertEquals("field map: " + message, problem.detail());
    }

    private Optional<Problem> checked(String deals, boolean leads) {
        FieldMaps maps = maps(deals);
        return CrmCheck.of(maps, leads, dataverse.adapter(maps)::describe);
    }

    private static FieldMaps maps(String deals) {
        try {
            return FieldMapFile.dynamics(Optional.of(WebApi.JSON.readTree("{\"deals\": " + deals + "}")));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
