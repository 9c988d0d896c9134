package dev.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Referrals and pages of them as the Referrals API writes them. */
final class ReferralWire {
    private final URI host;

    /** @param host base address of the Referrals API's host */
    ReferralWire(URI host) {
        this.host = host;
    }

    private record Item(ListQuery.Position position, ObjectNode referral) {}

    URI address(String id) {
        return URI.create(host + PartnerCenter.ROOT + "/" + id);
    }

    /** One referral as the answer to GET, POST or PATCH. */
    ObjectNode entity(ObjectNode referral) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("@odata.context", host + "/v1.0/$metadata#Referrals/$entity");
        return out.setAll(item(referral));
    }

    /**
     * One page of a list.
     *
     * @param visible in any order
     */
    ObjectNode page(List<ObjectNode> visible, ListQuery query, PartnerCenterSettings settings) {
        Predicate<JsonNode> matches = query.filter().isEmpty()
                ? all -> true
                : Filter.parse(query.filter()).matches();
        List<Item> matching = visible.stream()
                .filter(matches)
                .map(referral -> new Item(query.position(referral), referral))
                .sorted(Comparator.comparing(Item::position, query.order()))
                .toList();
        List<ObjectNode> rest = matching.stream()
                .filter(item -> query.isAfter(item.position()))
                .skip(query.skip())
                .map(Item::referral)
                .toList();
        int wanted = query.top() < 0 ? rest.size() : Math.min(query.top(), rest.size());
        int shown = Math.min(wanted, settings.pageSize());
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("@odata.context", host + "/v1.0/$metadata#Referrals");
        if (query.count()) {
            out.put("@odata.count", matching.size());
        }
        ArrayNode items = out.putArray("value");
        rest.subList(0, shown).forEach(referral -> items.add(select(item(referral), query.select())));
        if (shown > 0 && shown < wanted) {
            ListQuery next = query.after(rest.get(shown - 1), shown);
            out.put("@odata.nextLink", nextLink(settings) + "?$skiptoken=" + next.token());
        }
        return out;
    }

    private ObjectNode item(ObjectNode referral) {
        ObjectNode copy = referral.deepCopy();
        ObjectNode links = copy.putObject("links");
        // Without quotes around the GUID, as in real records.
        link(
                links,
                "relatedReferrals",
                host + PartnerCenter.ROOT + "?$filter=engagementId eq "
                        + referral.path("engagementId").asText());
        link(links, "self", address(referral.path("id").asText()).toString());
        return Shape.complete(copy);
    }

    private static void link(ObjectNode links, String name, String uri) {
        links.putObject(name).put("uri", uri).put("method", "GET");
    }

    private static ObjectNode select(ObjectNode item, List<String> members) {
        return members.isEmpty() ? item : item.retain(members);
    }

    private String nextLink(PartnerCenterSettings settings) {
        return settings.docsFaithfulNextLink()
                ? "http://" + host.getAuthority() + "/v1.0/referrals"
                : host + PartnerCenter.ROOT;
    }
}
