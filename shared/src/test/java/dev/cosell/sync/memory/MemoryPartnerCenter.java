package dev.cosell.sync.memory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Attributes;
import dev.cosell.referral.DealKind;
import dev.cosell.referral.Referral;
import dev.cosell.referral.Status;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.PartnerCenter;
import dev.cosell.sync.port.ReferralPage;
import dev.cosell.sync.port.Written;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Partner Center in memory: eTags, the documented rules, an event for every write, whoever made it. Texts are shown
 * HTML-escaped. What a caller must never do (write to a closed referral, take an illegal step) is refused and recorded
 * as a violation.
 */
public final class MemoryPartnerCenter implements PartnerCenter {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SHOWN_ESCAPED = List.of("/name", "/details/notes", "/customerProfile/name");
    private static final Duration TICK = Duration.ofNanos(100);

    private final InstantSource clock;
    private final Line line;
    private final Function<Referral, Snapshot> mapped;
    private final Consumer<Event> events;
    private final Map<String, ObjectNode> referrals = new LinkedHashMap<>();
    private final Map<String, ObjectNode> vanished = new LinkedHashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final Map<String, ObjectNode> latest = new LinkedHashMap<>();
    private final Map<String, ObjectNode> former = new LinkedHashMap<>();
    private Duration listLag = Duration.ZERO;
    private Duration clockOff = Duration.ZERO;
    private boolean versionsMatter = true;
    private Instant lastChange = Instant.EPOCH;
    private int ids;
    private long versions;

    /**
     * A Partner Center without referrals.
     *
     * @param mapped what a referral shows of the mapped fields
     * @param events takes every event at once, in order
     */
    public MemoryPartnerCenter(
            InstantSource clock, Line line, Function<Referral, Snapshot> mapped, Consumer<Event> events) {
        this.clock = clock;
        this.line = line;
        this.mapped = mapped;
        this.events = events;
    }

    // --- The port ---

    @Override
    public Referral read(String referralId) {
        return line.read("pc.read", referralId, () -> shown(existing(referralId)));
    }

    @Override
    public Written patch(String referralId, String version, Map<String, JsonNode> values) {
        return line.write("pc.patch", referralId, () -> {
            ObjectNode referral = existing(referralId);
            if (versionsMatter && !referral.path("eTag").asText().equals(version)) {
                return new Written.Stale();
            }
            check(referral, values);
            values.forEach((pointer, value) -> place(referral, pointer, value));
            if (values.keySet().stream().anyMatch(pointer -> pointer.startsWith("/registrations/"))) {
                referral.put("registrationStatus", "ReviewPending");
            }
            changed(referral, "referral-updated");
            return new Written.Done(mapped.apply(shown(referral)));
        });
    }

    @Override
    public Referral create(ObjectNode draft, String requestId) {
        return line.write("pc.create", requestId, () -> {
            boolean toMicrosoft = draft.at("/target/0/id").asText().equals(Referral.MICROSOFT);
            ObjectNode referral = draft.deepCopy();
            referral.put("organizationId", toMicrosoft ? Referral.MICROSOFT : "partner");
            referral.put("status", toMicrosoft ? "New" : "Active");
            referral.put("substatus", toMicrosoft ? "Pending" : "Accepted");
            if (!referral.at("/details/notes").isTextual()) {
                referral.withObject("/details").putNull("notes");
            }
            boolean second = toMicrosoft
                    && referrals.values().stream()
                            .anyMatch(other -> isMicrosofts(other)
                                    && other.path("engagementId").equals(draft.path("engagementId")));
            if (second) {
                violations.add("Microsoft was asked in twice: " + draft.path("engagementId"));
            }
            return add(referral);
        });
    }

    @Override
    public List<Referral> createdSince(Instant since) {
        return line.read(
                "pc.list",
                "",
                () -> listed(referral ->
                        !isMicrosofts(referral) && !createdAt(referral).isBefore(since)));
    }

    /** Pages hold three referrals. */
    @Override
    public ReferralPage lastChanged(Optional<String> next) {
        return line.read("pc.lastChanged", next.orElse(""), () -> {
            List<Referral> all = listed(referral -> !isMicrosofts(referral)).stream()
                    .sorted(Comparator.comparing(
                                    (Referral referral) -> referral.updatedAt().orElseThrow())
                            .reversed())
                    .toList();
            int from = Math.min(all.size(), next.map(Integer::parseInt).orElse(0));
            int to = Math.min(all.size(), from + 3);
            return new ReferralPage(
                    all.subList(from, to), to < all.size() ? Optional.of(Integer.toString(to)) : Optional.empty());
        });
    }

    @Override
    public List<Referral> inEngagement(String engagementId) {
        return line.read(
                "pc.engagement",
                engagementId,
                () -> listed(referral -> referral.path("engagementId").asText().equals(engagementId)));
    }

    // --- People and Microsoft ---

    /** A co-sell referral arrives from Microsoft, waiting to be accepted. */
    public String arrives(String name) {
        return arrives(name, referral -> {});
    }

    public String arrives(String name, Consumer<ObjectNode> more) {
        try {
            ObjectNode referral = (ObjectNode) JSON.readTree("""
                    {"organizationId": "partner", "status": "New", "substatus": "Pending", "statusReason": null,
                     "type": "Shared", "qualification": "SalesQualified", "externalReferenceId": "",
                     "referralProgram": null, "trackingInfo": {"microsoftMsxId": null}, "target": [],
                     "customerProfile": {"name": "Fabrikam, Inc.", "address": {"addressLine1": "1 Main Street",
                       "addressLine2": null, "city": "Seattle", "state": "WA", "postalCode": "98101", "country": "US"},
                       "team": [{"firstName": "Kim", "lastName": "Akers", "email": "kim@fabrikam.com",
                         "phoneNumber": "555 0100"}]},
                     "consent": {"consentToToShareInfoWithOthers": true, "consentToContact": true,
                       "consentToShareReferralWithMicrosoftSellers": true},
                     "details": {"notes": "as sent by Microsoft", "dealValue": 25000, "currency": "USD",
                       "closingDateTime": "2026-09-30T18:30:00Z",
                       "requirements": {"solutions": [{"id": "SOL-1-ABC", "type": "Name"}]}},
                     "inviteContext": {"invitedBy": {"organizationId": "msft"}}}
                    """);
            referral.put("name", name);
            more.accept(referral);
            return add(referral).id();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Somebody edits in the portal; nothing happens to a closed referral. */
    public boolean edits(String referralId, Map<String, JsonNode> values) {
        ObjectNode referral = existing(referralId);
        if (status(referral).isClosed()) {
            return false;
        }
        values.forEach((pointer, value) -> place(referral, pointer, value));
        changed(referral, isMicrosofts(referral) ? "related-referral-updated" : "referral-updated");
        return true;
    }

    /** Microsoft goes on with the registration of a won deal. */
    public void registrationMoves(String referralId, String status, String reason) {
        ObjectNode referral = existing(referralId);
        referral.put("registrationStatus", status);
        place(referral, "/registrations/0/status", TextNode.valueOf(status));
        place(referral, "/registrations/0/statusReason", TextNode.valueOf(reason));
        changed(referral, "referral-updated");
    }

    /** Somebody moves a referral on in the portal, or Microsoft its own half; nothing happens if the step is illegal. */
    public boolean moves(String referralId, Status to) {
        Status now = status(existing(referralId));
        boolean system = to == Status.EXPIRED && now.isNew();
        return (system || now.next().contains(to))
                && edits(
                        referralId,
                        Map.of(
                                "/status",
                                TextNode.valueOf(to.status()),
                                "/substatus",
                                TextNode.valueOf(to.substatus())));
    }

    public void vanishes(String referralId) {
        vanished.put(referralId, referrals.remove(referralId));
    }

    /** Shows again what it did not show for a while. */
    public void returns(String referralId) {
        referrals.put(referralId, vanished.remove(referralId));
    }

    // --- What a test looks at ---

    /** What anybody reads, without a call. */
    public Referral look(String referralId) {
        return shown(existing(referralId));
    }

    public List<Referral> all() {
        return referrals.values().stream().map(this::shown).toList();
    }

    /** Microsoft's half of an engagement. */
    public Optional<Referral> microsofts(String engagementId) {
        return all().stream()
                .filter(referral ->
                        referral.isMicrosofts() && referral.engagementId().equals(Optional.of(engagementId)))
                .findFirst();
    }

    public List<String> violations() {
        return List.copyOf(violations);
    }

    /** How long a new referral is missing from lists. */
    public void listsLagBy(Duration lag) {
        listLag = lag;
    }

    /** By how much its own clock is ahead. */
    public void clockIsOffBy(Duration ahead) {
        clockOff = ahead;
    }

    /** What a referral showed before its latest change, if that was less than a while ago. */
    public Optional<Referral> former(String referralId, Duration changedWithin) {
        Instant since = now().minus(changedWithin);
        return Optional.ofNullable(former.get(referralId))
                .filter(was -> look(referralId).updatedAt().orElseThrow().isAfter(since))
                .map(this::shown);
    }

    /** A defect for tests of the tests: {@code If-Match} is not looked at. */
    public void ignoreVersions() {
        versionsMatter = false;
    }

    // --- Rules ---

    private void check(ObjectNode referral, Map<String, JsonNode> values) {
        Status now = status(referral);
        String id = referral.path("id").asText();
        boolean registers = now == Status.WON
                && values.keySet().stream().allMatch(pointer -> pointer.startsWith("/registrations/"));
        if (now.isClosed() && !registers) {
            throw violation("wrote " + values.keySet() + " to " + id + ", which is " + now);
        }
        if (registers
                && values.containsKey("/registrations/-")
                && !referral.path("registrations").isEmpty()) {
            throw violation("registered " + id + " twice");
        }
        if (values.containsKey(DealKind.VISIBILITY)
                && !values.get(DealKind.VISIBILITY).asBoolean()) {
            throw violation("took back the visibility of " + id);
        }
        if (values.containsKey("/name")) {
            throw violation("wrote the name of " + id);
        }
        if (values.containsKey("/status")) {
            Status next = Status.of(
                            values.get("/status").asText(),
                            values.get("/substatus").asText())
                    .orElseThrow(() -> violation("wrote no status to " + id));
            if (next != now && !now.next().contains(next)) {
                throw violation("moved " + id + " from " + now + " to " + next);
            }
        }
        if (values.containsKey("/details/dealValue")
                && values.get("/details/dealValue").decimalValue().signum() <= 0) {
            throw violation("wrote a deal value that is not positive to " + id);
        }
    }

    private RuntimeException violation(String what) {
        violations.add(what);
        return Problem.of(ProblemCode.INVALID_VALUE, what)
                .from(RemoteSystem.PARTNER_CENTER)
                .failure();
    }

    // --- Documents ---

    private Referral add(ObjectNode referral) {
        ids++;
        if (!referral.hasNonNull("engagementId")) {
            referral.put("engagementId", "engagement-" + ids);
        }
        String id = (isMicrosofts(referral) ? "microsoft-" : "referral-") + ids;
        referral.put("id", id).put("createdDateTime", now().toString());
        if (!referral.has("trackingInfo")) {
            referral.putObject("trackingInfo").putNull("microsoftMsxId");
        }
        referrals.put(id, referral);
        changed(referral, isMicrosofts(referral) ? "related-referral-created" : "referral-created");
        return shown(referral);
    }

    private void changed(ObjectNode referral, String cause) {
        Instant now = now();
        lastChange = now.isAfter(lastChange) ? now : lastChange.plus(TICK);
        referral.put("updatedDateTime", lastChange.toString());
        if (status(referral).isClosed() && !referral.hasNonNull("closedDateTime")) {
            referral.put("closedDateTime", lastChange.toString());
        }
        referral.put("eTag", "\"" + ++versions + "\"");
        String id = referral.path("id").asText();
        Optional.ofNullable(latest.put(id, referral.deepCopy())).ifPresent(was -> former.put(id, was));
        events.accept(new Event(Subject.referral(id), cause, Optional.of(lastChange), Map.of()));
    }

    private Instant now() {
        return clock.instant().plus(clockOff);
    }

    private ObjectNode existing(String referralId) {
        return Optional.ofNullable(referrals.get(referralId))
                .orElseThrow(() -> Problem.of(ProblemCode.REFERRAL_GONE, "no referral " + referralId)
                        .from(RemoteSystem.PARTNER_CENTER)
                        .failure());
    }

    private List<Referral> listed(java.util.function.Predicate<ObjectNode> wanted) {
        Instant visible = now().minus(listLag);
        return referrals.values().stream()
                .filter(wanted)
                .filter(referral -> !createdAt(referral).isAfter(visible))
                .map(this::shown)
                .toList()
                .reversed();
    }

    private static Instant createdAt(ObjectNode referral) {
        return Instant.parse(referral.path("createdDateTime").asText());
    }

    private static Status status(ObjectNode referral) {
        return Status.of(
                        referral.path("status").asText(),
                        referral.path("substatus").asText())
                .orElseThrow();
    }

    private static boolean isMicrosofts(ObjectNode referral) {
        return referral.path("organizationId").asText().equals(Referral.MICROSOFT);
    }

    private Referral shown(ObjectNode referral) {
        ObjectNode copy = referral.deepCopy();
        for (String pointer : SHOWN_ESCAPED) {
            JsonNode text = copy.at(pointer);
            if (text.isTextual()) {
                place(
                        copy,
                        pointer,
                        TextNode.valueOf(text.asText().replace("&", "&amp;").replace("<", "&lt;")));
            }
        }
        return new Referral(copy);
    }

    private static void place(ObjectNode document, String pointer, JsonNode value) {
        int last = pointer.lastIndexOf('/');
        Optional<String> attribute = Attributes.type(pointer);
        if (attribute.isPresent()) {
            place(
                    document,
                    Attributes.LIST,
                    Attributes.with(document.at(Attributes.LIST), Map.of(attribute.get(), value.asText(""))));
            return;
        }
        if (pointer.endsWith("/-")) {
            document.withArray(pointer.substring(0, last)).add(value);
            return;
        }
        if (document.at(pointer.substring(0, last)) instanceof ObjectNode inList && pointer.contains("/0/")) {
            inList.set(pointer.substring(last + 1), value);
            return;
        }
        ObjectNode parent = last == 0 ? document : document.withObject(pointer.substring(0, last));
        parent.set(pointer.substring(last + 1), value);
    }
}
