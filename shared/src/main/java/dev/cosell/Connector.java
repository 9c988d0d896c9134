package dev.cosell;

import dev.cosell.crm.SharedSecret;
import dev.cosell.crm.dynamics.DynamicsCrm;
import dev.cosell.crm.dynamics.DynamicsSecret;
import dev.cosell.fieldmap.CrmCheck;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Limit;
import dev.cosell.http.JdkTransport;
import dev.cosell.http.Transport;
import dev.cosell.http.TrustStore;
import dev.cosell.operate.Approvals;
import dev.cosell.operate.Asking;
import dev.cosell.operate.AutoShare;
import dev.cosell.operate.Conflicts;
import dev.cosell.operate.CountryEntry;
import dev.cosell.operate.CustomerChoice;
import dev.cosell.operate.DealRegistrations;
import dev.cosell.operate.DynamicsIntake;
import dev.cosell.operate.EngineStart;
import dev.cosell.operate.Explanation;
import dev.cosell.operate.FieldMapDraft;
import dev.cosell.operate.FieldMapLife;
import dev.cosell.operate.FilteredRecords;
import dev.cosell.operate.Health;
import dev.cosell.operate.HeldDeals;
import dev.cosell.operate.IgnoredReferrals;
import dev.cosell.operate.Moves;
import dev.cosell.operate.Orphans;
import dev.cosell.operate.PartnerCenterIntake;
import dev.cosell.operate.Reconcile;
import dev.cosell.operate.Referrals;
import dev.cosell.operate.Resync;
import dev.cosell.operate.SalesforceIntake;
import dev.cosell.operate.SharedTimelines;
import dev.cosell.operate.Sharing;
import dev.cosell.operate.SolutionCatalogue;
import dev.cosell.operate.StaleWakeUps;
import dev.cosell.operate.Sweep;
import dev.cosell.operate.UnmatchedPeople;
import dev.cosell.operate.Validation;
import dev.cosell.operate.Worker;
import dev.cosell.operate.connect.Reconnect;
import dev.cosell.operate.connect.SignInDesk;
import dev.cosell.operate.connect.TokenWatch;
import dev.cosell.operate.doctor.Doctor;
import dev.cosell.operate.doctor.Redaction;
import dev.cosell.operate.doctor.SupportBundle;
import dev.cosell.operate.live.GoLive;
import dev.cosell.operate.live.Readiness;
import dev.cosell.operate.live.Switchboard;
import dev.cosell.operate.notice.HourlyWatch;
import dev.cosell.operate.notice.NoticeRound;
import dev.cosell.operate.poison.Discard;
import dev.cosell.operate.poison.Poison;
import dev.cosell.operate.poison.PoisonGroups;
import dev.cosell.operate.poison.Replay;
import dev.cosell.operate.poison.Requeue;
import dev.cosell.operate.registration.RegistrationCheck;
import dev.cosell.operate.registration.TenantCheck;
import dev.cosell.operate.registration.WebhookRegistration;
import dev.cosell.operate.relay.RelayDesk;
import dev.cosell.operate.relay.RelayWorker;
import dev.cosell.operate.telemetry.Gauges;
import dev.cosell.operate.telemetry.IncomingEvents;
import dev.cosell.operate.telemetry.Telemetry;
import dev.cosell.partnercenter.CallbackSignature;
import dev.cosell.partnercenter.CallbackTrust;
import dev.cosell.partnercenter.CertificateDownload;
import dev.cosell.partnercenter.ReadOnlyPartnerCenter;
import dev.cosell.partnercenter.ReferralsApi;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Solution;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.QueueNames;
import dev.cosell.store.QueueWork;
import dev.cosell.store.SealedTokens;
import dev.cosell.store.StateRow;
import dev.cosell.store.Storage;
import dev.cosell.store.TableClaims;
import dev.cosell.store.TableHints;
import dev.cosell.store.TableIgnored;
import dev.cosell.store.TableOutages;
import dev.cosell.store.TablePairs;
import dev.cosell.store.TableSolutions;
import dev.cosell.store.TableUnmatchedPeople;
import dev.cosell.sync.Links;
import dev.cosell.sync.Signposts;
import dev.cosell.sync.SyncEngine;
import dev.cosell.sync.SyncSettings;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.Inbox;
import dev.cosell.sync.port.PartnerCenter;
import dev.cosell.sync.port.Ports;
import java.time.Duration;
import java.time.InstantSource;
import java.time.Period;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The composition root: reads the settings once and builds everything from them. One per process; nothing is connected
 * before it is used, so that a cold start pays only for what the first event needs.
 */
public final class Connector {
    /** Of reconciliation, in a timer that comes every minute; the next one goes on. */
    private static final Duration AT_ONCE = Duration.ofSeconds(50);

    private final Editions editions;
    private final EngineStart engineStart;
    private final Settings settings;
    private final FieldMaps maps;
    private final QueueNames queues;
    private final Storage storage;
    private final TrustStore trust;
    private final Transport transport;

    private final TableHints hints;
    private final TableClaims claims;
    private final TablePairs pairs;
    private final TableOutages outages;
    private final TableIgnored ignored;
    private final QueueWork queue;
    private final PairDirectory directory;
    private final SealedTokens seals;
    private final PoisonMessages poisonMessages;
    private final Inbox inbox;
    private final Crm crm;
    private final TableSolutions solutions;
    private final TableUnmatchedPeople people;
    private final PartnerCenter partnerCenter;

    private final PartnerCenterIntake partnerCenterIntake;
    private final Optional<DynamicsIntake> dynamicsIntake;
    private final Optional<SalesforceIntake> salesforceIntake;
    private final Worker worker;
    private final Referrals referrals;
    private final SharedTimelines sharedTimelines;
    private final Conflicts conflicts;
    private final Explanation explanation;
    private final Orphans orphans;
    private final Validation validation;
    private final DealRegistrations dealRegistrations;
    private final Moves moves;
    private final IgnoredReferrals ignoredReferrals;
    private final Sharing sharing;
    private final Approvals approvals;
    private final AutoShare autoShare;
    private final Poison poison;
    private final PoisonGroups poisonGroups;
    private final Requeue requeue;
    private final Discard discard;
    private final Noticing noticing;
    private final Optional<NoticeRound> noticeRound;
    private final Optional<HourlyWatch> hourlyWatch;
    private final Sweep sweep;
    private final HeldDeals heldDeals;
    private final Switchboard switches;
    private final GoLive goLive;
    private final SignInDesk signIn;
    private final TokenWatch tokenWatch;
    private final Reconnect reconnect;
    private final Reconcile reconcile;
    private final Resync resync;
    private final WebhookRegistration webhookRegistration;
    private final RegistrationCheck registrationCheck;
    private final TenantCheck tenantCheck;
    private final RelayWorker relayWorker;
    private final RelayDesk relayDesk;
    private final Health health;
    private final FieldMapLife fieldMaps;
    private final CustomerChoice customerChoice;
    private final CountryEntry countryEntry;
    private final SolutionCatalogue solutionCatalogue;
    private final UnmatchedPeople unmatchedPeople;
    private final Doctor doctor;
    private final SupportBundle supportBundle;
    private final Telemetry telemetry;
    private final Gauges gauges;

    /**
     * Builds the connector, for version 0 of the field map; {@link #current()} gives the one to use.
     *
     * @param source value of a setting by name
     * @throws dev.cosell.problem.Failure {@code MISCONFIGURED}, naming every fault at once
     */
    public Connector(Function<String, Optional<String>> source) {
        this(Foundation.of(Settings.read(source), source));
    }

    private Connector(Foundation foundation) {
        this(foundation, new Editions(foundation), 0);
    }

    /** Builds the connector for a version of the field map that is in use. */
    Connector(Foundation foundation, Editions editions, int mapVersion) {
        this.editions = editions;
        settings = foundation.settings();
        VersionedMaps versioned = VersionedMaps.of(foundation, mapVersion);
        maps = versioned.maps();
        queues = settings.queues();
        storage = foundation.storage();
        trust = foundation.trust();
        transport = foundation.transport();
        telemetry = foundation.telemetry();
        hints = new TableHints(storage);
        claims = new TableClaims(storage);
        pairs = new TablePairs(storage);
        outages = foundation.connecting().outages();
        switches = foundation.switches();
        ignored = new TableIgnored(storage);
        queue = new QueueWork(storage, queues);
        directory = new PairDirectory(storage);
        seals = new SealedTokens(storage);
        solutions = new TableSolutions(
                storage,
                Solution.ids(settings.text(Setting.KNOWN_SOLUTIONS)).stream()
                        .map(id -> new Solution(id, "", ""))
                        .toList());
        people = new TableUnmatchedPeople(storage);
        poisonMessages = new PoisonMessages(storage, queues);
        inbox = new Inbox(hints, queue);
        Connecting connecting = foundation.connecting();
        CrmConnection connection = connecting.crm();
        crm = connection.crm(maps);
        partnerCenter = inEnvironment(new ReferralsApi(
                transport,
                connecting.referrals(),
                settings.uri(Setting.PARTNER_CENTER_URL),
                maps.pointers(),
                InstantSource.system()));
        Webhook webhook = new Webhook(foundation, connecting.registrations());

        sweep = new Sweep(
                hints,
                pairs,
                outages,
                poisonMessages,
                queues,
                inbox,
                new StaleWakeUps(directory, pairs, hints, inbox),
                switches,
                storage.clock());
        heldDeals = new HeldDeals(directory, inbox);
        goLive = new GoLive(switches, new Readiness(probes()), heldDeals);
        signIn = connecting.desk();
        tokenWatch = connecting.watch();
        Map<RemoteSystem, Runnable> systems = new EnumMap<>(RemoteSystem.class);
        systems.put(RemoteSystem.PARTNER_CENTER, this::probePartnerCenter);
        systems.put(RemoteSystem.CRM, this::probeCrm);
        reconnect = new Reconnect(connecting::forget, systems, outages);
        partnerCenterIntake = new PartnerCenterIntake(signature(), inbox, webhook.listeners(), storage.clock());
        Supplier<FieldMaps> known =
                () -> editions.onTrial().map(other -> maps.and(other.maps)).orElse(maps);
        dynamicsIntake = settings.crm() == CrmProduct.DYNAMICS ? Optional.of(dynamicsIntake(known)) : Optional.empty();
        salesforceIntake =
                settings.crm() == CrmProduct.SALESFORCE ? Optional.of(salesforceIntake(known)) : Optional.empty();
        engineStart = new EngineStart(() -> newEngine(versioned.fault()), InstantSource.system());
        worker = new Worker(editions::engine, queue, outages, storage.clock(), foundation.delays(), telemetry.runs());
        referrals = new Referrals(
                maps,
                pairs,
                directory,
                claims,
                inbox,
                storage.clock(),
                pair -> Signposts.of(links(), crm, pair),
                crm::ref);
        sharedTimelines = new SharedTimelines(referrals, seals);
        FilteredRecords records = new FilteredRecords(crm, settings.crm(), seals);
        validation = new Validation(
                this::limited, crm, records, () -> partnerCenter, solutions::known, pairs, claims, links());
        Asking asking = new Asking(pairs, inbox, storage.clock());
        moves = new Moves(referrals, asking);
        ignoredReferrals = new IgnoredReferrals(ignored, claims, inbox, storage.clock());
        sharing = new Sharing(maps.deals(), records, claims, inbox, links(), settings.yes(Setting.SHARE_APPROVAL));
        approvals = new Approvals(referrals, asking);
        autoShare = new AutoShare(
                maps.deals(),
                crm,
                claims,
                outages,
                switches,
                inbox,
                settings.autoShareFilter(),
                settings.yes(Setting.AUTO_SHARE_VALID_ONLY));
        conflicts = new Conflicts(maps, pairs, directory, referrals, asking);
        explanation = new Explanation(maps, directory, referrals);
        orphans = new Orphans(referrals, asking);
        dealRegistrations = new DealRegistrations(referrals, () -> partnerCenter, asking);
        reconcile = new Reconcile(
                maps,
                new StateRow(storage, "reconcile", "walk"),
                partnerCenter,
                crm,
                claims,
                pairs,
                hints,
                inbox,
                storage.clock());
        resync = new Resync(maps.all().stream().map(FieldMap::table).toList(), directory, records, inbox);
        poison = new Poison(poisonMessages, queues);
        poisonGroups = new PoisonGroups(poisonMessages, queues, hints);
        requeue = new Requeue(
                poisonMessages, queues, new Replay(inbox), new StateRow(storage, "poison", "requeue"), storage.clock());
        discard = new Discard(poisonMessages, queues, hints, pairs, storage.clock());
        noticing = foundation.noticing();
        noticeRound = noticing.round(pairs);
        webhookRegistration = webhook.registration();
        registrationCheck = webhook.check(outages, () -> reconcile.walk(false, AT_ONCE));
        tenantCheck = webhook.tenants(connecting.referrals(), partnerCenter);
        relayWorker = webhook.relayWorker();
        relayDesk = webhook.relayDesk();
        FieldMapDraft.Workshop workshop =
                new FieldMapDraft.Workshop(settings.crm(), foundation::effective, connection::crm);
        fieldMaps = new FieldMapLife(
                foundation.mapVersions(),
                new StateRow(storage, "fieldmap", "drift"),
                foundation.mapInUse(),
                foundation.mapFile(),
                workshop,
                partnerCenter,
                pairs,
                directory::lastUpdated,
                storage.clock());
        health = new Health(
                outages,
                queue,
                poisonMessages,
                queues,
                foundation.calls(),
                foundation.delays(),
                fieldMaps.drift(),
                foundation.functions()::missing,
                Map.of(
                        "connections",
                        tokenWatch::report,
                        "switches",
                        () -> switches.now().json()));
        hourlyWatch = noticing.watch(
                directory, poisonMessages, queues, () -> fieldMaps.drift().last());
        gauges = new Measuring(telemetry, storage.clock())
                .gauges(directory, queue, poisonMessages, queues, reconcile, tokenWatch, webhook.registered());
        customerChoice = new CustomerChoice(referrals, asking, crm.customers());
        countryEntry = new CountryEntry(referrals, asking);
        solutionCatalogue = new SolutionCatalogue(solutions, partnerCenter, storage.clock());
        unmatchedPeople = new UnmatchedPeople(people);
        doctor = Checkup.doctor(
                foundation,
                new Checkup.Subjects(
                        maps,
                        versioned.fault(),
                        connecting::user,
                        webhookRegistration::show,
                        solutions,
                        outages,
                        poisonMessages,
                        directory));
        supportBundle = new SupportBundle(
                doctor::examine,
                ShownSettings.of(settings),
                new Redaction(ShownSettings.secrets(settings)),
                queue,
                queues,
                poisonMessages,
                directory);
    }

    /**
     * The connector that works by the field map in use now; a change of the map reaches it within half a minute.
     *
     * @throws dev.cosell.problem.Failure {@code STORAGE_UNAVAILABLE} if it was never read which map is in use
     */
    public Connector current() {
        return editions.current();
    }

    public FieldMapLife fieldMaps() {
        return fieldMaps;
    }

    public PartnerCenterIntake partnerCenterIntake() {
        return partnerCenterIntake;
    }

    /** Nothing if the CRM is another one. */
    public Optional<DynamicsIntake> dynamicsIntake() {
        return dynamicsIntake;
    }

    /** Nothing if the CRM is another one. */
    public Optional<SalesforceIntake> salesforceIntake() {
        return salesforceIntake;
    }

    public Worker worker() {
        return worker;
    }

    public Referrals referrals() {
        return referrals;
    }

    public SharedTimelines sharedTimelines() {
        return sharedTimelines;
    }

    public Conflicts conflicts() {
        return conflicts;
    }

    public Explanation explanation() {
        return explanation;
    }

    public Orphans orphans() {
        return orphans;
    }

    public Validation validation() {
        return validation;
    }

    public DealRegistrations dealRegistrations() {
        return dealRegistrations;
    }

    public Moves moves() {
        return moves;
    }

    public IgnoredReferrals ignoredReferrals() {
        return ignoredReferrals;
    }

    public Sharing sharing() {
        return sharing;
    }

    public Approvals approvals() {
        return approvals;
    }

    public AutoShare autoShare() {
        return autoShare;
    }

    public Poison poison() {
        return poison;
    }

    public PoisonGroups poisonGroups() {
        return poisonGroups;
    }

    public Requeue requeue() {
        return requeue;
    }

    public Discard discard() {
        return discard;
    }

    /** Nothing if nobody wants notices. */
    public Optional<NoticeRound> noticeRound() {
        return noticeRound;
    }

    /** Nothing if nobody wants notices. */
    public Optional<HourlyWatch> hourlyWatch() {
        return hourlyWatch;
    }

    public Sweep sweep() {
        return sweep;
    }

    public HeldDeals heldDeals() {
        return heldDeals;
    }

    public GoLive goLive() {
        return goLive;
    }

    public SignInDesk signIn() {
        return signIn;
    }

    public TokenWatch tokenWatch() {
        return tokenWatch;
    }

    public Reconnect reconnect() {
        return reconnect;
    }

    public Reconcile reconcile() {
        return reconcile;
    }

    public Resync resync() {
        return resync;
    }

    public WebhookRegistration webhookRegistration() {
        return webhookRegistration;
    }

    public RegistrationCheck registrationCheck() {
        return registrationCheck;
    }

    public TenantCheck tenantCheck() {
        return tenantCheck;
    }

    public RelayWorker relayWorker() {
        return relayWorker;
    }

    public RelayDesk relayDesk() {
        return relayDesk;
    }

    public Health health() {
        return health;
    }

    public CustomerChoice customerChoice() {
        return customerChoice;
    }

    public CountryEntry countryEntry() {
        return countryEntry;
    }

    public SolutionCatalogue solutionCatalogue() {
        return solutionCatalogue;
    }

    public UnmatchedPeople unmatchedPeople() {
        return unmatchedPeople;
    }

    /** The doctor of the map in use; as long as storage cannot say which that is, of the map that the settings name. */
    public Doctor doctor() {
        try {
            return current().doctor;
        } catch (Failure storageAway) {
            return doctor;
        }
    }

    public SupportBundle supportBundle() {
        return supportBundle;
    }

    /** Where events are taken in as parts of a trace. */
    public IncomingEvents events() {
        return telemetry.events();
    }

    public Gauges gauges() {
        return gauges;
    }

    /**
     * Makes the JDK's HTTP client heed {@link JdkTransport}'s switches. It reads them at its first call, which would
     * otherwise be one of the Azure libraries'.
     */
    static void loadTransportFirst() {
        try {
            Class.forName(JdkTransport.class.getName());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the class is part of this build", e);
        }
    }

    /** The engine that works by this connector's map. */
    SyncEngine engine() {
        return engineStart.get();
    }

    /** The engine needs to know what the CRM's columns hold, and that they suit the map: making it takes calls. */
    private SyncEngine newEngine(Optional<Problem> fault) {
        fault.ifPresent(problem -> {
            throw problem.failure();
        });
        probeCrm();
        return new SyncEngine(limited(), ports(), syncSettings());
    }

    /** What has to work before anything is switched on; that the settings are right is known by now. */
    private Map<String, Runnable> probes() {
        Map<String, Runnable> probes = new LinkedHashMap<>();
        probes.put("storage", queue::depths);
        probes.put("Partner Center", this::probePartnerCenter);
        probes.put("CRM", this::probeCrm);
        return probes;
    }

    private void probePartnerCenter() {
        partnerCenter.lastChanged(Optional.empty());
    }

    private void probeCrm() {
        CrmCheck.of(maps, maps.leads().isPresent(), crm::describe).ifPresent(problem -> {
            throw problem.failure();
        });
    }

    private DynamicsIntake dynamicsIntake(Supplier<FieldMaps> known) {
        return new DynamicsIntake(
                new DynamicsSecret(
                        settings.text(Setting.DYNAMICS_WEBHOOK_HEADER),
                        settings.text(Setting.DYNAMICS_WEBHOOK_SECRET),
                        settings.optional(Setting.DYNAMICS_WEBHOOK_SECRET_NEXT)),
                known,
                ((DynamicsCrm) crm)::names,
                inbox,
                heldDeals);
    }

    private SalesforceIntake salesforceIntake(Supplier<FieldMaps> known) {
        return new SalesforceIntake(
                new SharedSecret(
                        settings.text(Setting.SALESFORCE_EVENTS_SECRET),
                        settings.optional(Setting.SALESFORCE_EVENTS_SECRET_NEXT)),
                settings.text(Setting.SALESFORCE_ORGANIZATION_ID),
                known,
                inbox,
                heldDeals);
    }

    private FieldMaps limited() {
        Map<String, Map<String, Limit>> limits =
                maps.all().stream().collect(Collectors.toMap(FieldMap::table, map -> crm.limits(map.table())));
        return maps.within(limits);
    }

    private Links links() {
        return new Links(settings.publicUrl(), pair -> SharedTimelines.proof(seals, pair));
    }

    private Ports ports() {
        return new Ports(
                hints,
                claims,
                noticing.noticed(telemetry.traced(pairs), links()),
                queue,
                outages,
                ignored,
                partnerCenter,
                crm,
                storage.clock(),
                () -> ThreadLocalRandom.current().nextLong(),
                solutions,
                people,
                switches);
    }

    private SyncSettings syncSettings() {
        return SyncSettings.DEFAULT
                .withAdmission(settings.admission())
                .withSharing(new SyncSettings.Sharing(
                        settings.optional(Setting.PARTNER_LOCATION), settings.yes(Setting.SHARE_APPROVAL)))
                .withLeadClosesIn(Period.ofDays(settings.number(Setting.LEAD_CLOSE_DAYS)))
                .withCloseGrace(settings.minutes(Setting.CLOSE_GRACE_MINUTES))
                .withCustomers(settings.customers())
                .withLinks(links());
    }

    private CallbackSignature signature() {
        CallbackTrust known = new CallbackTrust(
                Arrays.stream(settings.text(Setting.PARTNER_CENTER_CERTIFICATE_HOSTS)
                                .split(","))
                        .map(host -> host.strip().toLowerCase(Locale.ROOT))
                        .filter(host -> !host.isEmpty())
                        .collect(Collectors.toSet()),
                CallbackTrust.DEFAULT.certificatePath(),
                CallbackTrust.DEFAULT.subject(),
                CallbackTrust.DEFAULT.revocationChecked());
        Transport download = new JdkTransport(trust, Foundation.NOT_METERED, CertificateDownload.LARGEST_FILE);
        return new CallbackSignature(known, trust, new CertificateDownload(download), InstantSource.system());
    }

    /** Partner Center has no test environment: staging sees the real one, and must not change it. */
    private PartnerCenter inEnvironment(PartnerCenter whole) {
        return switch (settings.environment()) {
            case PRODUCTION -> whole;
            case STAGING -> new ReadOnlyPartnerCenter(whole, settings.stagingReferrals());
        };
    }
}
