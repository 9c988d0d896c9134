package dev.cosell.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.referral.Referral;
import dev.cosell.sync.port.PartnerCenter;
import dev.cosell.sync.port.ReferralPage;
import dev.cosell.sync.port.Written;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/** Partner Center as far as a list needs it: says at once which of the made-up deals changed last, and nothing else. */
final class ChangedLast implements PartnerCenter {
    private static final int PAGE = 200;

    private final IntSupplier deals;

    /** @param deals how many there are */
    ChangedLast(IntSupplier deals) {
        this.deals = deals;
    }

    @Override
    public ReferralPage lastChanged(Optional<String> next) {
        int newest = next.map(Integer::parseInt).orElse(deals.getAsInt()) - 1;
        int behind = Math.max(-1, newest - PAGE);
        List<Referral> page = IntStream.iterate(newest, number -> number > behind, number -> number - 1)
                .mapToObj(ChangedLast::referral)
                .toList();
        return new ReferralPage(page, behind < 0 ? Optional.empty() : Optional.of(Integer.toString(behind + 1)));
    }

    private static Referral referral(int number) {
        return new Referral(JsonNodeFactory.instance.objectNode().put("id", MadeUpDeals.referralId(number)));
    }

    @Override
    public Referral read(String referralId) {
        throw unasked();
    }

    @Override
    public Written patch(String referralId, String version, Map<String, JsonNode> values) {
        throw unasked();
    }

    @Override
    public Referral create(ObjectNode referral, String requestId) {
        throw unasked();
    }

    @Override
    public List<Referral> createdSince(Instant since) {
        throw unasked();
    }

    @Override
    public List<Referral> inEngagement(String engagementId) {
        throw unasked();
    }

    private static RuntimeException unasked() {
        return new UnsupportedOperationException("expected a list to ask what changed last, found another call");
    }
}
