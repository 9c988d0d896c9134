package dev.cosell.operate.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.referral.Referral;
import dev.cosell.sync.port.PartnerCenter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Whether Partner Center shows referrals to the connector's user: one page of them is listed. */
public final class PartnerCenterCheck implements Check {
    public static final String NAME = "partner-center";

    private final Supplier<PartnerCenter> partnerCenter;

    public PartnerCenterCheck(Supplier<PartnerCenter> partnerCenter) {
        this.partnerCenter = partnerCenter;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() {
        List<Referral> page = partnerCenter.get().lastChanged(Optional.empty()).referrals();
        if (page.isEmpty()) {
            return List.of(
                    Finding.ok(
                            NAME,
                            "Partner Center answers and shows no referral; if there are some, the user's role does not cover their location"));
        }
        return List.of(Finding.ok(
                NAME,
                "Partner Center answers and shows referrals of organisation " + of(page, "/organizationId")
                        + ", location " + of(page, "/mpnId")));
    }

    private static String of(List<Referral> page, String pointer) {
        Set<String> found = page.stream()
                .map(referral -> referral.document().at(pointer))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .collect(Collectors.toCollection(TreeSet::new));
        return found.isEmpty() ? "unknown" : String.join(", ", found);
    }
}
