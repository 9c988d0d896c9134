package dev.cosell.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.fuzz.Endpoint.Manner;
import dev.cosell.launcher.JsonClient;
import dev.cosell.sandbox.pki.KeyRing;
import dev.cosell.sandbox.pki.Signer;
import dev.cosell.store.RelayMessage;
import dev.cosell.store.RelayQueue;
import dev.cosell.store.Storage;
import dev.cosell.store.StorageConnection;
import dev.cosell.store.TableHints;
import dev.cosell.store.WorkCodec;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.pair.Work;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The process in which the app is, as it is in Azure: made from its environment, with little memory. {@link Fuzz} starts it.
 */
public final class FuzzedApp {
    private static final String REFERRALS = "/_sandbox/partner-center/referrals";
    private static final int DEALS = 5;
    private static final Instant LONG_AGO = Instant.parse("2026-01-05T08:00:00Z");

    /** Each asks the systems around many times, or reads much. */
    private static final List<String> SLOW = List.of(
            "Doctor",
            "SupportBundle",
            "ValidateReferrals",
            "PreviewFieldMap",
            "CheckFieldMap",
            "Eligible",
            "Reconcile",
            "ReconcileNow",
            "ReconcileAll",
            "SolutionCatalogue",
            "CreateCoSellReferral",
            "Resync");

    private final String crm;
    private final JsonClient sandbox;
    private final KeyRing keys;
    private final StorageCounts counts;
    private final TableHints hints = new TableHints(new Storage(
            StorageConnection.resolve("COSELL_STORAGE", name -> Optional.of(setting(name))),
            Storage.Options.standard()));
    private final List<DeployedFunction> functions = DeployedFunction.all();

    private FuzzedApp(String crm, URI control, URI storage) {
        this.crm = crm;
        this.sandbox = new JsonClient(control, Map.of());
        this.keys = KeyRing.open(Path.of(setting("TRUSTED_CERTIFICATES")).getParent());
        this.counts = new StorageCounts(storage);
    }

    /**
     * Throws inputs at all targets, or one.
     *
     * @param arguments CRM, seed, number of inputs, address of the sandbox's controls, address of storage; to replay one
     *     input also its target and its number
     */
    public static void main(String[] arguments) {
        FuzzedApp app = new FuzzedApp(arguments[0], URI.create(arguments[3]), URI.create(arguments[4]));
        Campaign campaign = new Campaign(app.targets(), Long.parseLong(arguments[1]), System.out);
        if (arguments.length > 5) {
            campaign.replay(arguments[5], Long.parseLong(arguments[6]));
        } else {
            campaign.run(Long.parseLong(arguments[2]));
        }
        System.exit(0);
    }

    /** Messages come before requests, which may pause the app. */
    private List<Target> targets() {
        List<String> deals = deals();
        RemoteSystems systems = new RemoteSystems(FuzzedApp::setting, deals.getFirst());
        Promises promises = new Promises(secrets(), AppLog.instead());
        List<Target> targets = new ArrayList<>(systems.targets(keys, certificate()));
        targets.add(new FieldMapFiles(CrmProduct.valueOf(crm.toUpperCase(Locale.ROOT))));
        targets.add(new FieldValues(systems.maps()));
        for (DeployedFunction function : functions) {
            if (function.queue().isPresent()) {
                targets.add(new QueueMessages(function, dice -> message(function, deals, dice), promises));
            } else if (function.http().isEmpty() && function.timer().isEmpty()) {
                throw new IllegalStateException(function.name() + ": expected a way to give it input, found none");
            }
        }
        List<String> ids = ids(deals);
        functions.stream()
                .filter(function -> function.http().isPresent())
                .map(function -> new Endpoint(function, ids, promises, manner(function), weight(function)))
                .forEach(targets::add);
        return targets;
    }

    private QueueMessages.Sample message(DeployedFunction function, List<String> deals, Dice dice) {
        if (function.name().equals("RelayCallbacks")) {
            RelayMessage callback = new RelayMessage(
                    "referral-updated", Map.of("x-ms-signature", "AAAA"), dice.bytes(20), List.of(), 0);
            return new QueueMessages.Sample(json(RelayQueue.encode(callback)), () -> {});
        }
        Optional<Instant> stamp = Optional.of(LONG_AGO).filter(any -> dice.oneIn(2));
        Work work =
                work(dice.pick(deals), UUID.nameUUIDFromBytes(dice.bytes(16)).toString(), stamp);
        return new QueueMessages.Sample(json(WorkCodec.encode(work)), () -> hints.mark(work.subject(), work.mark()));
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a message is JSON", impossible);
        }
    }

    private Manner manner(DeployedFunction function) {
        Hooks hooks = new Hooks(counts);
        return switch (function.name()) {
            case "PartnerCenterEvents" -> hooks.partnerCenter(keys, certificate());
            case "DynamicsEvents" -> hooks.dynamics(Surroundings.HOOK_SECRET);
            case "SalesforceEvents" ->
                hooks.salesforce(Surroundings.HOOK_SECRET, setting("SALESFORCE_ORGANIZATION_ID"));
            case "People" -> Hooks.operator();
            default -> Manner.PLAIN;
        };
    }

    private static int weight(DeployedFunction function) {
        if (SLOW.contains(function.name())) {
            return 1;
        }
        return function.name().endsWith("Events") ? 60 : 10;
    }

    private static URI certificate() {
        return URI.create("https://" + setting("PARTNER_CENTER_CERTIFICATE_HOSTS") + "/cert/" + Signer.DISPATCH.file());
    }

    /** Ids of some deals, brought in step by the app itself. */
    private List<String> deals() {
        List<String> deals = new ArrayList<>();
        for (int deal = 0; deal < DEALS; deal++) {
            String id = sandbox.send("POST", REFERRALS, json(Hooks.resource("referral.json")))
                    .path("id")
                    .asText();
            sandbox.send("POST", REFERRALS + "/" + id + "/accept", MissingNode.getInstance());
            Invocation invocation = new Invocation("UpdateCrm");
            Work work = work(id, UUID.randomUUID().toString(), Optional.empty());
            hints.mark(work.subject(), work.mark());
            named("UpdateCrm").work(WorkCodec.encode(work), invocation);
            if (invocation.lines().stream().noneMatch(line -> line.contains("outcome=synced"))) {
                throw new IllegalStateException("expected a deal in step, found " + invocation.lines());
            }
            deals.add(id);
        }
        return deals;
    }

    private static List<String> ids(List<String> deals) {
        return Stream.concat(
                        Stream.of("1f0a7a32-6a3c-4a4e-9f55-0d2c5f5e7a11", "CFG-01", "console.js", "referrals"),
                        deals.stream().flatMap(id -> Stream.of(id, "r-" + id)))
                .toList();
    }

    private static Work work(String referral, String mark, Optional<Instant> stamp) {
        return new Work(
                Subject.referral(referral), mark, "referral-updated", stamp, Map.of("name", "0123456789abcdef"), 0, "");
    }

    private DeployedFunction named(String name) {
        return functions.stream()
                .filter(function -> function.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> secrets() {
        return Stream.concat(
                        Stream.of(Surroundings.HOOK_SECRET, MemoryStorage.KEY),
                        System.getenv().entrySet().stream()
                                .filter(variable -> variable.getKey().matches("[A-Z_]+_(CLIENT_SECRET|REFRESH_TOKEN)"))
                                .map(Map.Entry::getValue))
                .toList();
    }

    private static String setting(String name) {
        return Optional.ofNullable(System.getenv(name)).orElse("");
    }
}
