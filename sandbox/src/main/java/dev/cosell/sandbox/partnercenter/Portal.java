package dev.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.sandbox.ControlBody;
import dev.cosell.sandbox.ControlException;
import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.Response;
import dev.cosell.sandbox.SandboxContext;
import dev.cosell.sandbox.partnercenter.StatusMachine.Place;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plays the people: a Microsoft seller, and the partner's users in the Partner Center portal. */
final class Portal {
    private static final String ROOT = "/_sandbox/partner-center/";
    private static final Pattern ONE = Pattern.compile("(referrals|microsoft)/([^/]+)(?:/([a-z]+))?");

    private final Referrals referrals;
    private final SandboxContext context;
    private final CallbackForgery forgery;
    private final Supplier<PartnerCenterSettings> settings;
    private final Consumer<PartnerCenterSettings> changeSettings;

    Portal(
            Referrals referrals,
            SandboxContext context,
            CallbackForgery forgery,
            Supplier<PartnerCenterSettings> settings,
            Consumer<PartnerCenterSettings> changeSettings) {
        this.referrals = referrals;
        this.context = context;
        this.forgery = forgery;
        this.settings = settings;
        this.changeSettings = changeSettings;
    }

    /** @throws ControlException if the request is for the portal but cannot be served */
    Optional<Response> answer(Request request) {
        String path = request.path().substring(ROOT.length());
        return switch (request.method() + " " + path) {
            case "GET referrals" -> Optional.of(Response.json(200, list()));
            case "POST referrals" -> Optional.of(receive(ControlBody.read(request, context.mapper())));
            case "POST callbacks" -> Optional.of(forgery.send(request));
            case "GET settings" -> Optional.of(shownSettings());
            case "PATCH settings" -> {
                changeSettings.accept(
                        ControlBody.patch(request, context.mapper(), settings.get(), PartnerCenterSettings.class));
                yield Optional.of(shownSettings());
            }
            default -> one(request, ONE.matcher(path));
        };
    }

    private Optional<Response> one(Request request, Matcher path) {
        if (!path.matches()) {
            return Optional.empty();
        }
        String id = path.group(2);
        String action = Optional.ofNullable(path.group(3)).orElse("");
        if (request.method().equals("GET") && action.isEmpty() && path.group(1).equals("referrals")) {
            return Optional.of(Response.json(200, referral(id)));
        }
        if (!request.method().equals("POST")) {
            return Optional.empty();
        }
        ObjectNode body = ControlBody.read(request, context.mapper());
        if (path.group(1).equals("microsoft")) {
            return Optional.of(microsoft(microsoftReferral(id), action, body));
        }
        return Optional.of(
                switch (action) {
                    case "edit" -> edit(id, body);
                    case "registration" -> registration(id, body);
                    default -> move(id, action, body, nothing());
                });
    }

    /** A Microsoft seller or a marketplace sends a referral; members that are missing are filled. */
    private Response receive(ObjectNode raw) {
        Organization owner = referrals.owner();
        ObjectNode draft = raw.deepCopy();
        fill(draft, "id", UUID.randomUUID().toString());
        fill(draft, "engagementId", UUID.randomUUID().toString());
        fill(draft, "organizationId", owner.id());
        fill(draft, "organizationName", owner.name());
        fill(draft, "mpnId", owner.mpnId());
        fill(draft, "status", "New");
        fill(draft, "substatus", "Pending");
        fill(draft, "direction", "Incoming");
        if (draft.path("status").asText().equals("New")) {
            fill(
                    draft,
                    "expirationDateTime",
                    Ticks.json(context.clock().instant().plus(Lifecycle.ANSWER_TIME)));
        }
        ObjectNode inviter = draft.withObject("/inviteContext").withObject("/invitedBy");
        fill(inviter, "organizationId", Organization.MICROSOFT);
        fill(inviter, "organizationName", "Microsoft");
        ObjectNode consent = draft.withObject("/consent");
        List.of("consentToToShareInfoWithOthers", "consentToContact")
                .forEach(member -> consent.put(member, consent.path(member).asBoolean(true)));
        if (referrals.find(draft.path("id").asText()).isPresent()) {
            throw new ControlException(
                    409, "there is a referral " + draft.path("id").asText() + " already");
        }
        return Response.json(201, referrals.add(draft, false));
    }

    /** A user edits the referral in the portal, where more can be changed than by the API; null clears a member. */
    private Response edit(String id, ObjectNode partial) {
        referral(id);
        return Response.json(200, referrals.update(id, false, referral -> merge(referral, partial)));
    }

    /** Microsoft goes on with the registration of a won deal. */
    private Response registration(String id, ObjectNode body) {
        referral(id);
        return Response.json(200, referrals.update(id, false, referral -> {
            ObjectNode complete = Shape.complete(referral);
            Registrations.move(
                    complete,
                    body.path("status").asText(),
                    body.path("reason").asText(null),
                    context.clock().instant());
            return complete;
        }));
    }

    private Response microsoft(ObjectNode referral, String action, ObjectNode body) {
        String id = referral.path("id").asText();
        if (!action.equals("accept")) {
            return move(id, action, body, nothing());
        }
        ObjectNode tracking = nothing();
        tracking.putObject("trackingInfo")
                .put("microsoftMsxId", body.path("microsoftMsxId").asText(newCrmId()));
        Response accepted = move(id, action, body, tracking);
        referrals.ofEngagement(referral.path("engagementId").asText()).stream()
                .filter(half -> referrals.isOwn(half) && !Lifecycle.place(half).isClosed())
                .forEach(half -> edit(half.path("id").asText(), tracking));
        return accepted;
    }

    /** @param besides members that change in the same moment */
    private Response move(String id, String action, ObjectNode body, ObjectNode besides) {
        Place to = switch (action) {
            case "accept" -> new Place("Active", "Accepted");
            case "decline" -> new Place("Closed", "Declined");
            case "win" -> new Place("Closed", "Won");
            case "lose" -> new Place("Closed", "Lost");
            default ->
                throw new ControlException(404, "expected accept, decline, win, lose or edit, found '" + action + "'");
        };
        Place from = Lifecycle.place(referral(id));
        boolean answers = action.equals("accept") || action.equals("decline");
        if (!from.status().equals(answers ? "New" : "Active")) {
            throw new ControlException(409, "cannot " + action + " a referral that is " + from);
        }
        ObjectNode change = besides.deepCopy();
        change.put("status", to.status()).put("substatus", to.substatus());
        if (body.has("reason")) {
            change.put("statusReason", body.path("reason").asText());
        }
        return edit(id, change);
    }

    private ObjectNode referral(String id) {
        return referrals.find(id).orElseThrow(() -> new ControlException(404, "there is no referral " + id));
    }

    /** Microsoft's newest referral by its own id, by its engagement, or by another referral of the engagement. */
    private ObjectNode microsoftReferral(String key) {
        String engagement = referrals
                .find(key)
                .map(referral -> referral.path("engagementId").asText())
                .orElse(key);
        return referrals.ofEngagement(engagement).stream()
                .filter(referral -> referral.path("organizationId").asText().equals(Organization.MICROSOFT))
                .max(Comparator.comparing((ObjectNode referral) ->
                                referral.path("id").asText().equals(key))
                        .thenComparing(
                                referral -> referral.path("createdDateTime").asText()))
                .orElseThrow(() -> new ControlException(404, "Microsoft has no referral in the engagement " + key));
    }

    private ArrayNode list() {
        ArrayNode out = context.mapper().createArrayNode();
        referrals.all().forEach(out::add);
        return out;
    }

    private Response shownSettings() {
        return Response.json(200, context.mapper().valueToTree(settings.get()));
    }

    private ObjectNode nothing() {
        return context.mapper().createObjectNode();
    }

    private static String newCrmId() {
        return "7-"
                + UUID.randomUUID().toString().replace("-", "").substring(0, 10).toUpperCase(Locale.ROOT);
    }

    private static void fill(ObjectNode draft, String member, String value) {
        if (!draft.hasNonNull(member)) {
            draft.put(member, value);
        }
    }

    private static ObjectNode merge(ObjectNode into, ObjectNode partial) {
        partial.properties().forEach(member -> {
            JsonNode old = into.get(member.getKey());
            if (old instanceof ObjectNode inner && member.getValue() instanceof ObjectNode change) {
                merge(inner, change);
            } else {
                into.set(member.getKey(), member.getValue());
            }
        });
        return into;
    }
}
