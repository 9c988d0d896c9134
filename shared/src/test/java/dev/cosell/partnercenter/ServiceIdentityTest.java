package dev.cosell.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.http.Call;
import dev.cosell.referral.TeamMember;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Partner Center hears of sellers by what is written, never by who writes it. */
class ServiceIdentityTest {
    private static final String ID = "0fa1c2d3-0000-4000-8000-aabbccddeeff";
    private static final TeamMember SELLER = new TeamMember("Mara", "Lindqvist", "mara@partner.example", "1", "");

    @Test
    void s07_everyCallIsMadeAsTheServicesOwnUserWhoeverSharesTheDeal() {
        FakeTransport transport = new FakeTransport();
        String shown = "{\"id\":\"" + ID + "\",\"eTag\":\"\\\"1\\\"\"}";
        transport
                .answers(201, shown)
                .answers(200, shown)
                .answers(200, shown)
                .answers(200, "{\"value\":[]}")
                .answers(200, "{\"value\":[]}");
        ReferralsApi api = new ReferralsApi(
                transport, new FakeTokens(), ReferralsApi.DEFAULT_BASE, Set.of("/team"), () -> Instant.EPOCH);
        ObjectNode draft = JsonNodeFactory.instance.objectNode();
        draft.putArray("team").add(SELLER.onto(NullNode.getInstance()));

        api.create(draft, "request");
        api.read(ID);
        api.patch(ID, "\"1\"", Map.of("/details/notes", TextNode.valueOf("by Mara")));
        api.createdSince(Instant.EPOCH);
        api.inEngagement("engagement");

        assertEquals(5, transport.calls.size());
        for (Call call : transport.calls) {
            assertEquals("Bearer token-0", call.headers().get("Authorization"));
            assertTrue(
                    call.headers().keySet().stream()
                            .map(name -> name.toLowerCase(Locale.ROOT))
                            .noneMatch(name -> name.contains("caller") || name.contains("behalf")),
                    () -> call.headers().keySet().toString());
        }
        assertTrue(transport.body(0).contains("mara@partner.example"));
    }
}
