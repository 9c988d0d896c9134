package dev.cosell.fieldmap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What counts as another meaning of a field. */
class DefinitionsTest {
    private static final FieldMap OURS = FieldMapFile.dynamics().deals();

    @Test
    void whatPairsRememberReadsTheSameInEveryRelease() {
        assertEquals(
                "57ae35d0d40a",
                deals("{\"stage\": {\"type\": \"code\", \"partnerCenter\": \"/salesStage\", \"crm\": \"new_stage\", "
                                + "\"values\": {\"Qualify\": \"first\", \"Close\": \"last\"}}}")
                        .definitions()
                        .get("stage"));
    }

    @Test
    void anotherColumnKindDirectionOrTranslationIsAnotherMeaning() {
        for (String change : new String[] {
            "{\"crm\": \"new_notes\"}",
            "{\"partnerCenter\": \"/campaignId\"}",
            "{\"direction\": \"toCrm\"}",
            "{\"type\": \"code\"}",
            "{\"values\": {\"a\": \"b\"}}",
            "{\"toCrm\": \"$uppercase($)\", \"toPartnerCenter\": \"$lowercase($)\"}"
        }) {
            assertEquals(Set.of("notes"), redefined("{\"notes\": " + change + "}"), change);
        }
    }

    @Test
    void ruleLengthAndRequirementsAreNot() {
        assertEquals(
                Set.of(),
                redefined("{\"notes\": {\"rule\": \"hold\", \"maxLength\": 7, \"mayBeCut\": false, \"optional\": true, "
                        + "\"requiredFor\": [\"create\"], \"default\": {\"toCrm\": \"none\"}}}"));
    }

    @Test
    void aGroupThatGainsAFieldIsAnotherOne() {
        assertEquals(
                Set.of("money"),
                redefined(
                        "{\"margin\": {\"type\": \"code\", \"partnerCenter\": \"/campaignId\", \"crm\": \"new_margin\", "
                                + "\"group\": \"money\", \"rule\": \"crm\"}}"));
    }

    @Test
    void aColumnThatTheCrmTurnsOutToLackIsStillTheDeclaredOne() {
        FieldMap without = OURS.within(Map.of("cosell_partnerlocation", Limit.NOTHING));

        assertEquals(Set.of(), without.redefinedSince(OURS.definitions()));
    }

    @Test
    void aPairThatWasNeverInStepHasNothingToAdopt() {
        assertEquals(Set.of(), OURS.redefinedSince(Map.of()));
        Map<String, String> before = new HashMap<>(OURS.definitions());
        before.remove("notes");
        assertEquals(Set.of("notes"), OURS.redefinedSince(before));
    }

    private static Set<String> redefined(String fields) {
        return deals(fields).redefinedSince(OURS.definitions());
    }

    private static FieldMap deals(String fields) {
        try {
            return FieldMapFile.dynamics(
                            Optional.of(new ObjectMapper().readTree("{\"deals\": {\"fields\": " + fields + "}}")))
                    .deals();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(fields, e);
        }
    }
}
