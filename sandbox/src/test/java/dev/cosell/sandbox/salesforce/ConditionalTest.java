package dev.cosell.sandbox.salesforce;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Conditional requests: to the second, and by ETag on accounts alone. */
class ConditionalTest {
    private static final String CREATED = "Sun, 22 Nov 2026 10:11:12 GMT";
    private static final String EARLIER = "Sun, 22 Nov 2026 10:11:11 GMT";

    private final Org org = new Org();
    private final String lead = "sobjects/Lead/" + org.lead("Vega");

    @Test
    void whatWasNotModifiedIsNotReadAgain() {
        org.get(lead, "If-Modified-Since", CREATED).expect(304);
        org.get(lead, "If-Modified-Since", EARLIER).expect(200);
    }

    @Test
    void aWriteOnTopOfAnOlderStateIsRefused() {
        org.pass(Duration.ofSeconds(2));
        org.call("PATCH", lead, "{\"LastName\": \"Soler\"}", "If-Unmodified-Since", CREATED)
                .expect(204);
        org.call("PATCH", lead, "{\"LastName\": \"Late\"}", "If-Unmodified-Since", CREATED)
                .expect(412);
        org.get(lead, "If-Unmodified-Since", CREATED).expect(412);
        assertEquals("Soler", org.get(lead).json().get("LastName").asText());
    }

    @Test
    void aChangeWithinTheSameSecondIsNotNoticed() {
        org.call("PATCH", lead, "{\"LastName\": \"One\"}", "If-Unmodified-Since", CREATED)
                .expect(204);
        org.call("PATCH", lead, "{\"LastName\": \"Two\"}", "If-Unmodified-Since", CREATED)
                .expect(204);
    }

    @Test
    void anUpsertHeedsTheConditionToo() {
        String path = "sobjects/Lead/Referral_Identifier__c/ref-1";
        org.call("PATCH", path, "{\"LastName\": \"V\", \"Company\": \"F\"}", "If-Unmodified-Since", EARLIER)
                .expect(201);
        org.call("PATCH", path, "{}", "If-Unmodified-Since", EARLIER).expect(412);
    }

    @Test
    void aDateThatIsNoneIsABadRequest() {
        org.call("PATCH", lead, "{}", "If-Unmodified-Since", "yesterday").expect(400);
    }

    @Test
    void aDeletionKnowsNoCondition() {
        org.call("DELETE", lead, "", "If-Unmodified-Since", EARLIER).expect(204);
    }

    @Test
    void onlyAccountsHaveTags() {
        String account = "sobjects/Account/" + org.account("Contoso");
        String tag = org.get(account).header("ETag");
        org.get(account, "If-None-Match", tag).expect(304);
        org.call("PATCH", account, "{\"Name\": \"Contoso AG\"}", "If-Match", tag)
                .expect(204);
        org.call("PATCH", account, "{\"Name\": \"Late\"}", "If-Match", tag).expect(412);
        assertEquals(null, org.get(lead).header("ETag"));
        org.call("PATCH", lead, "{}", "If-Match", "\"other\"").expect(204);
    }
}
