package dev.cosell.fieldmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.problem.Failure;
import dev.cosell.problem.ProblemCode;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a customer reads about overrides that cannot be used, word for word. */
class BadFieldMapTest {
    /** One line of overrides, then the message; line ends in it stand for blanks. */
    private static final String CASES = """
            {"deal": {}}
            the file: expected one of the members $schema, deals, leads; found "deal": {}. Did you mean
            "deals"?

            {"deals": {"feilds": {}}}
            deals: expected one of the members table, columns, filledByCrm, fields; found "feilds": {}. Did
            you mean "fields"?

            {"deals": {"fields": {"notes": {"directon": "toCrm"}}}}
            deals, field notes: expected one of the members type, partnerCenter, crm, direction, rule,
            group, patchable, requiredFor, optional, mayBeCut, maxLength, precision, states, values, toCrm,
            toPartnerCenter, default, paused; found "directon": "toCrm". Did you mean "direction"?

            {"deals": {"fields": {"notes": {"direction": "toCRM"}}}}
            deals, field notes: expected direction to be one of both, toCrm, toPartnerCenter, onCreate;
            found "toCRM". Did you mean "toCrm"?

            {"deals": {"fields": {"notes": {"type": "txt"}}}}
            deals, field notes: expected type to be one of text, name, code, currency, country, money, date, flag,
            status, solutions, people, referralLink, term, coSellType, microsoftsAnswer, team, registration; found "txt". Did you mean "text"?

            {"deals": {"fields": {"notes": {"maxLength": "long"}}}}
            deals, field notes: expected maxLength to be a whole number; found "long".

            {"deals": {"fields": {"notes": {"maxLength": 0}}}}
            deals, field notes: expected maxLength to be a whole number from 1; found 0.

            {"deals": {"fields": {"notes": {"crm": "New Notes"}}}}
            deals, field notes: expected crm to be a column such as description, or one of a related record
            such as customerid/name; found "New Notes".

            {"deals": {"fields": {"notes": {"partnerCenter": "details.notes"}}}}
            2 faults. (1) deals, field notes: expected partnerCenter to be a JSON pointer such as
            /details/notes; found "details.notes". (2) deals, field notes: expected a member that Partner
            Center lets be changed after the referral was made; found details.notes. Set "patchable": false,
            or "direction": "toCrm" or "onCreate". Did you mean "/details/notes"?

            {"deals": {"fields": {"note": {"maxLength": 100}}}}
            deals, field note: expected type, partnerCenter and crm, because the connector's map has no
            field of this name; missing type, partnerCenter, crm. Did you mean "notes"?

            {"deals": {"fields": {"city": {"type": "text", "partnerCenter": "/customerProfile/address/city", "crm": "new_city"}, "customerCity": null}}}
            deals, field city: expected a member that Partner Center lets be changed after the referral was
            made; found /customerProfile/address/city. Set "patchable": false, or "direction": "toCrm" or
            "onCreate".

            {"deals": {"fields": {"stage": {"type": "code", "partnerCenter": "/salesStag", "crm": "new_stage"}}}}
            deals, field stage: expected a member that Partner Center lets be changed after the referral was
            made; found /salesStag. Set "patchable": false, or "direction": "toCrm" or "onCreate". Did you
            mean "/salesStage"?

            {"deals": {"fields": {"dealValue": {"rule": "hold"}}}}
            deals, group money: expected its fields dealValue, currency to have one direction and one rule,
            because they move together; found both with rule hold and both with rule crm.

            {"deals": {"fields": {"closeDate": {"values": {"2026-01-01": "soon"}}}}}
            deals, field closeDate: expected values only on a field of type text, code, country, flag; found
            date.

            {"deals": {"fields": {"notes": {"values": {}}}}}
            deals, field notes: expected values to hold at least one value of Partner Center; found none.

            {"deals": {"fields": {"notes": {"values": {"a": "b"}, "toCrm": "$", "toPartnerCenter": "$"}}}}
            deals, field notes: expected values or expressions; found both. Keep one of them.

            {"deals": {"fields": {"notes": {"toCrm": "$uppercase($)"}}}}
            deals, field notes: expected an expression toPartnerCenter, because the field's direction is
            both; found none.

            {"deals": {"fields": {"notes": {"toCrm": "$uppercase(", "toPartnerCenter": "$"}}}}
            deals, field notes: toCrm: expected a JSONata expression, found $uppercase( (Expected ")" before
            end of expression {code=S0203 position=11}).

            {"deals": {"fields": {"notes": {"toCrm": "$ & $now()", "toPartnerCenter": "$"}}}}
            deals, field notes: toCrm: expected an expression that always gives the same for the same value,
            found $now in $ & $now().

            {"deals": {"fields": {"referralProgram": {"default": {"toPartnerCenter": "x"}}}}}
            deals, field referralProgram: expected no default.toPartnerCenter, because the field's direction
            is toCrm; found "x".

            {"deals": {"fields": {"topic": {"type": "text", "partnerCenter": "/campaignId", "crm": "description"}}}}
            deals: expected one field to fill description; found notes and topic.

            {"deals": {"fields": {"status": {"paused": true}}}}
            deals: expected one field of type status, which is neither paused nor taken out; found 0.

            {"deals": {"fields": {"solutions": {"paused": true}, "name": null}}}
            deals: expected fields that give all without which Partner Center makes no referral; missing
            /name, /details/requirements/solutions (field solutions is paused).

            {"deals": {"fields": {"status": {"states": [{"is": "Active/Acepted", "crm": [0, 1]}]}}}}
            2 faults. (1) deals, field status: expected a state to be {"is": "<status>/<substatus>", "crm":
            [one value per column]} with a status of Partner Center; found
            {"is":"Active/Acepted","crm":[0,1]}. Did you mean "Active/Accepted"? (2) deals, field status:
            expected for every status a row of states without "*", so that it can be written; found none for
            New/Pending, Active/Accepted, Closed/Won, Closed/Lost, Closed/Declined, Closed/Expired,
            Closed/Error.

            {"deals": {"fields": {"status": {"crm": "statecode"}}}}
            deals, field status: expected crm to be 2 or 3 paths, which tell a state together; found 1.

            {"deals": {"fields": {"customerCity": {"direction": "toCrm"}}}}
            deals, field customerCity: expected a column of the record itself, because those of related
            records are written only when they are made; found customerid/address1_city. Set "direction":
            "onCreate" or "toPartnerCenter".

            {"leads": {"table": "opportunity"}}
            leads: expected another table than that of the deals; found opportunity for both.

            {"deals": {"fields": {"notes": {"requiredFor": ["closing"]}}}}
            deals, field notes: expected requiredFor.0 to be one of create, help, close, crm; found
            "closing".

            {"deals": {"columns": {"sync": null}}}
            deals: expected sync; found none.

            {"deals": {"fields": {"region": {"type": "code", "crm": "new_region", "default": {"toCrm": "EMEA"}}}}}
            deals, field region: expected a field without partnerCenter to have direction toCrm or onCreate;
            found both.

            {"deals": {"fields": {"notes": {"default": {"toCrm": ["a"]}}}}}
            deals, field notes: expected default.toCrm to be a text or a number or true or false; found
            ["a"].
            """;

    static Stream<Arguments> cases() {
        return Stream.of(CASES.split("\n\n"))
                .map(pair -> pair.strip().split("\n", 2))
                .map(pair -> Arguments.of(pair[0], pair[1].replace('\n', ' ')));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void s73_aBadMapIsExplainedBeforeAnythingRuns(String overrides, String message) throws JsonProcessingException {
        Optional<JsonNode> file = Optional.of(new ObjectMapper().readTree(overrides));
        Failure failure = assertThrows(Failure.class, () -> FieldMapFile.dynamics(file));
        assertEquals(ProblemCode.MISCONFIGURED, failure.problem().code());
        assertEquals("field map: " + message, failure.problem().detail());
    }
}
