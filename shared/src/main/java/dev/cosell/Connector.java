package dev.cosell;

import dev.cosell.crm.SharedSecret;
import dev.cosell.crm.dynamics.DynamicsCrm;
import dev.cosell.crm.dynamics.DynamicsSecret;
import dev.cosell.fieldmap.CrmCheck;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Limit;
import dev.cosell.http.AppRegistration;
import dev.cosell.http.CachedToken;
import dev.cosell.http.JdkTransport;
import dev.cosell.http.RefreshTokenSignIn;
import dev.cosell.http.RefreshTokenStore;
import dev.cosell.http.TokenSource;
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
import dev.cosell.operate.Sharing;
import dev.cosell.operate.SolutionCatalogue;
import dev.cosell.operate.StaleWakeUps;
import dev.cosell.operate.Sweep;
import dev.cosell.operate.UnmatchedPeople;
import dev.cosell.operate.Validation;
import dev.cosell.operate.WebhookRegistration;
import dev.cosell.operate.Worker;
import dev.cosell.operate.notice.DriftWatch;
import dev.cosell.operate.notice.ExpiryWatch;
import dev.cosell.operate.notice.HourlyWatch;
import dev.cosell.operate.notice.LoggedNotices;
import dev.cosell.operate.notice.NoticeChannel;
import dev.cosell.operate.notice.NoticeOutbox;
import dev.cosell.operate.notice.NoticeRound;
import dev.cosell.operate.notice.NoticedPairs;
import dev.cosell.operate.notice.Notices;
import dev.cosell.operate.notice.ParkedWatch;
import dev.cosell.operate.poison.Discard;
import dev.cosell.operate.poison.Poison;
import dev.cosell.operate.poison.PoisonGroups;
import dev.cosell.operate.poison.Replay;
import dev.cosell.operate.poison.Requeue;
import dev.cosell.partnercenter.CallbackSignature;
import dev.cosell.partnercenter.CallbackTrust;
import dev.cosell.partnercenter.CertificateDownload;
import dev.cosell.partnercenter.ReferralsApi;
import dev.cosell.partnercenter.WebhookRegistrations;
import dev.cosell.problem.Problem;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Solution;
import dev.cosell.store.FormerRegistration;
import dev.cosell.store.OtherEvents;
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
import dev.cosell.store.TableNotices;
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
import dev.cosell.sync.port.PairStore;
import dev.cosell.sync.port.Ports;
import java.net.URI;
import java.time.InstantSource;
import java.time.Period;
import java.util.Arrays;
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
    private final Editions editions;
    private final EngineStart engineStart;
    private final Settings settings;
    private final FieldMaps maps;
    private final QueueNames queues;
    private final Storage storage;
    private final TrustStore trust;
    private final Transport transport;
    /** For calls to the identity platform, which are nobody's quota. */
    private final Transport unmetered;

    private final TableHints hints;
    private final TableClaims claims;
    private final TablePairs pairs;
    private final TableOutages outages;
    private final TableIgnored ignored;
    private final QueueWork queue;
    private final PairDirectory directory;
    private final PoisonMessages poisonMessages;
    private final Inbox inbox;
    private final RefreshTokenStore refreshToken;
    private final Crm crm;
    private final TableSolutions solutions;
    private final TableUnmatchedPeople people;
    private final ReferralsApi partnerCenter;

    private final PartnerCenterIntake partnerCenterIntake;
    private final Optional<DynamicsIntake> dynamicsIntake;
    private final Optional<SalesforceIntake> salesforceIntake;
    private final Worker worker;
    private final Referrals referrals;
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
    private final Optional<NoticeOutbox> noticeOutbox;
    private final Optional<NoticeRound> noticeRound;
    private final Optional<HourlyWatch> hourlyWatch;
    private final Sweep sweep;
    private final HeldDeals heldDeals;
    private final Reconcile reconcile;
    private final Resync resync;
    private final WebhookRegistration webhookRegistration;
    private final Health health;
    private final FieldMapLife fieldMaps;
    private final CustomerChoice customerChoice;
    private final CountryEntry countryEntry;
    private final SolutionCatalogue solutionCatalogue;
    private final UnmatchedPeople unmatchedPeople;

    /**
     * Builds the connector, for version 0 of the field map; {@link #current()} gives the one to use.
     *
     * @param source value of a setting by name
     * @throws dev.cosell.problem.Failure {@code MISCONFIGURED}, naming every fault at once
     */
    public Connector(Function<String, Optional<String>> source) {
        this(Foundation.of(Settings.read(source)));
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
        unmetered = foundation.unmetered();
        hints = new TableHints(storage);
        claims = new TableClaims(storage);
        pairs = new TablePairs(storage);
        outages = new TableOutages(storage);
        ignored = new TableIgnored(storage);
        queue = new QueueWork(storage, queues);
        directory = new PairDirectory(storage);
        solutions = new TableSolutions(
                storage,
                Solution.ids(settings.text(Setting.KNOWN_SOLUTIONS)).stream()
                        .map(id -> new Solution(id, "", ""))
                        .toList());
        people = new TableUnmatchedPeople(storage);
        poisonMessages = new PoisonMessages(storage, queues);
        inbox = new Inbox(hints, queue);
        refreshToken = foundation.refreshToken();
        CrmConnection connection = new CrmConnection(settings, transport, unmetered, trust);
        crm = connection.crm(maps);
        partnerCenter = new ReferralsApi(
                transport,
                partnerCenterTokens(Setting.PARTNER_CENTER_SCOPE),
                settings.uri(Setting.PARTNER_CENTER_URL),
                maps.pointers(),
                InstantSource.system());

        sweep = new Sweep(
                hints,
                pairs,
                outages,
                poisonMessages,
                queues,
                inbox,
                new StaleWakeUps(directory, pairs, hints, inbox),
                storage.clock());
        heldDeals = new HeldDeals(directory, inbox);
        partnerCenterIntake = new PartnerCenterIntake(signature(), inbox, new OtherEvents(storage));
        Supplier<FieldMaps> known =
                () -> editions.onTrial().map(other -> maps.and(other.maps)).orElse(maps);
        dynamicsIntake = settings.crm() == CrmProduct.DYNAMICS ? Optional.of(dynamicsIntake(known)) : Optional.empty();
        salesforceIntake =
                settings.crm() == CrmProduct.SALESFORCE ? Optional.of(salesforceIntake(known)) : Optional.empty();
        engineStart = new EngineStart(() -> newEngine(versioned.fault()), InstantSource.system());
        worker = new Worker(editions::engine, queue, outages, storage.clock(), foundation.delays());
        referrals = new Referrals(
                maps, pairs, directory, claims, inbox, storage.clock(), pair -> Signposts.of(links(), crm, pair));
        FilteredRecords records = new FilteredRecords(crm, new SealedTokens(storage));
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
                inbox,
                settings.optional(Setting.AUTO_SHARE_FILTER),
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
        TableNotices noticeRows = new TableNotices(storage);
        noticeOutbox = settings.notices().map(wanted -> new NoticeOutbox(noticeRows, wanted.events()));
        noticeRound = settings.notices()
                .map(wanted -> new NoticeRound(
                        noticeRows,
                        pairs,
                        new NoticeChannel(
                                wanted.format(), wanted.address(), wanted.secret(), unmetered, InstantSource.system()),
                        storage.clock()));
        webhookRegistration = new WebhookRegistration(
                new WebhookRegistrations(
                        transport,
                        partnerCenterTokens(Setting.PARTNER_CENTER_WEBHOOKS_SCOPE),
                        settings.uri(Setting.PARTNER_CENTER_WEBHOOKS_URL),
                        true,
                        InstantSource.system()),
                new FormerRegistration(storage),
                settings.optional(Setting.PUBLIC_URL).map(URI::create));
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
                outages, queue, poisonMessages, queues, foundation.calls(), foundation.delays(), fieldMaps.drift());
        hourlyWatch = noticeOutbox.map(outbox -> new HourlyWatch(
                new ExpiryWatch(directory, outbox, storage.clock()),
                new ParkedWatch(poisonMessages, queues, outbox, storage.clock()),
                new DriftWatch(() -> fieldMaps.drift().last(), outbox, storage.clock())));
        customerChoice = new CustomerChoice(referrals, asking, crm.customers());
        countryEntry = new CountryEntry(referrals, asking);
        solutionCatalogue = new SolutionCatalogue(solutions, partnerCenter, storage.clock());
        unmatchedPeople = new UnmatchedPeople(people);
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

    /** Where notices go; to the log if nobody wants them sent. */
    public Notices notices() {
        return noticeOutbox.map(Notices.class::cast).orElseGet(LoggedNotices::new);
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

    public Reconcile reconcile() {
        return reconcile;
    }

    public Resync resync() {
        return resync;
    }

    public WebhookRegistration webhookRegistration() {
        return webhookRegistration;
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
        CrmCheck.of(maps, maps.leads().isPresent(), crm::describe).ifPresent(problem -> {
            throw problem.failure();
        });
        return new SyncEngine(limited(), ports(), syncSettings());
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
        return new Links(settings.optional(Setting.PUBLIC_URL).map(URI::create));
    }

    /** The engine's pairs, whose changes people are told of if they want to be. */
    private PairStore noticedPairs() {
        return noticeOutbox
                .map(outbox -> (PairStore) new NoticedPairs(pairs, links(), outbox::keep, storage.clock()))
                .orElse(pairs);
    }

    private Ports ports() {
        return new Ports(
                hints,
                claims,
                noticedPairs(),
                queue,
                outages,
                ignored,
                partnerCenter,
                crm,
                storage.clock(),
                () -> ThreadLocalRandom.current().nextLong(),
                solutions,
                people);
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

    private TokenSource partnerCenterTokens(Setting scope) {
        AppRegistration app = new AppRegistration(
                settings.uri(Setting.LOGIN_URL),
                settings.text(Setting.PARTNER_CENTER_TENANT_ID),
                settings.text(Setting.PARTNER_CENTER_CLIENT_ID),
                settings.optional(Setting.PARTNER_CENTER_CLIENT_SECRET));
        return new CachedToken(
                new RefreshTokenSignIn(RemoteSystem.PARTNER_CENTER, app, settings.text(scope), refreshToken, unmetered),
                InstantSource.system());
    }
}
