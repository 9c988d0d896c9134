package dev.cosell;

import dev.cosell.crm.CrmInspection;
import dev.cosell.fieldmap.CrmCheck;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.http.CachedToken;
import dev.cosell.http.ServerDates;
import dev.cosell.http.SignIn;
import dev.cosell.operate.Build;
import dev.cosell.operate.Reply;
import dev.cosell.operate.doctor.BackLinksCheck;
import dev.cosell.operate.doctor.CallsCheck;
import dev.cosell.operate.doctor.Check;
import dev.cosell.operate.doctor.ClocksCheck;
import dev.cosell.operate.doctor.CrmColumnsCheck;
import dev.cosell.operate.doctor.CrmIdentityCheck;
import dev.cosell.operate.doctor.CrmRightsCheck;
import dev.cosell.operate.doctor.CurrenciesCheck;
import dev.cosell.operate.doctor.Doctor;
import dev.cosell.operate.doctor.ExpiryCheck;
import dev.cosell.operate.doctor.FunctionsCheck;
import dev.cosell.operate.doctor.MicrosoftsConnectorCheck;
import dev.cosell.operate.doctor.PartnerCenterCheck;
import dev.cosell.operate.doctor.SecretsCheck;
import dev.cosell.operate.doctor.SettingsCheck;
import dev.cosell.operate.doctor.SignInCheck;
import dev.cosell.operate.doctor.SolutionsCheck;
import dev.cosell.operate.doctor.StorageCheck;
import dev.cosell.operate.doctor.TenantsCheck;
import dev.cosell.operate.doctor.VersionCheck;
import dev.cosell.operate.doctor.WebhookCheck;
import dev.cosell.operate.doctor.WorkCheck;
import dev.cosell.operate.registration.TenantCheck;
import dev.cosell.partnercenter.ReferralsApi;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.StorageClock;
import dev.cosell.store.StorageProbe;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.Outages;
import dev.cosell.sync.port.PartnerCenter;
import dev.cosell.sync.port.Solutions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Puts the doctor's checks together. They call through adapters of their own, so that what the doctor sees is what the
 * systems say now; only tokens are kept, and the check of the sign-in asks for new ones.
 */
public final class Checkup {
    /** The names of all checks, in the order of the answers. */
    static final List<String> NAMES = List.of(
            SettingsCheck.NAME,
            FunctionsCheck.NAME,
            StorageCheck.NAME,
            SignInCheck.NAME,
            PartnerCenterCheck.NAME,
            SecretsCheck.NAME,
            ExpiryCheck.NAME,
            WebhookCheck.NAME,
            TenantsCheck.NAME,
            CrmIdentityCheck.NAME,
            CrmRightsCheck.NAME,
            CrmColumnsCheck.NAME,
            CurrenciesCheck.NAME,
            SolutionsCheck.NAME,
            MicrosoftsConnectorCheck.NAME,
            ClocksCheck.NAME,
            BackLinksCheck.NAME,
            WorkCheck.NAME,
            CallsCheck.NAME,
            VersionCheck.NAME);

    /**
     * What the checks look at that is the connector's own.
     *
     * @param maps in use
     * @param mapFault why they cannot be used, if they cannot
     * @param partnerCenterSignIn by the setting that has the scope
     * @param registration what is registered for webhooks now
     * @param tenants compares the tenants and accounts
     */
    record Subjects(
            FieldMaps maps,
            Optional<Problem> mapFault,
            Function<Setting, SignIn> partnerCenterSignIn,
            Supplier<Reply> registration,
            TenantCheck tenants,
            Solutions solutions,
            Outages outages,
            PoisonMessages poison,
            PairDirectory directory) {}

    private final Foundation foundation;
    private final Settings settings;
    private final Subjects subjects;
    private final ServerDates transport;
    private final CrmConnection connection;
    private final Supplier<PartnerCenter> partnerCenter;

    private Checkup(Foundation foundation, Subjects subjects) {
        this.foundation = foundation;
        this.settings = foundation.settings();
        this.subjects = subjects;
        this.transport = new ServerDates(foundation.transport(), InstantSource.system());
        this.connection = foundation.connecting().crm(transport);
        SignIn signIn = subjects.partnerCenterSignIn().apply(Setting.PARTNER_CENTER_SCOPE);
        ReferralsApi referrals = new ReferralsApi(
                transport,
                new CachedToken(signIn, InstantSource.system()),
                settings.uri(Setting.PARTNER_CENTER_URL),
                subjects.maps().pointers(),
                InstantSource.system());
        this.partnerCenter = () -> referrals;
    }

    /**
     * The doctor, also while settings are wrong.
     *
     * @param connector fails with {@code MISCONFIGURED} as long as settings are wrong
     */
    public static Doctor doctor(Function<String, Optional<String>> source, Supplier<Connector> connector) {
        try {
            return connector.get().doctor();
        } catch (Failure failure) {
            List<String> faults = Settings.faults(source);
            return Doctor.withoutSettings(
                    faults.isEmpty() ? List.of(failure.problem().detail()) : faults, NAMES, InstantSource.system());
        }
    }

    /** Makes no call. */
    static Doctor doctor(Foundation foundation, Subjects subjects) {
        Checkup checkup = new Checkup(foundation, subjects);
        return new Doctor(checkup.checks(), Doctor.LIMIT, foundation.storage().clock());
    }

    private List<Check> checks() {
        CrmInspection crm = connection.inspection(subjects.maps());
        return List.of(
                new SettingsCheck(List.of(), set()),
                new FunctionsCheck(foundation.functions()),
                new StorageCheck(new StorageProbe(foundation.storage())),
                new SignInCheck(
                        List.of(
                                host("Referrals API", Setting.PARTNER_CENTER_URL, Setting.PARTNER_CENTER_SCOPE),
                                host(
                                        "webhook registration API",
                                        Setting.PARTNER_CENTER_WEBHOOKS_URL,
                                        Setting.PARTNER_CENTER_WEBHOOKS_SCOPE)),
                        settings.text(Setting.PARTNER_CENTER_TENANT_ID)),
                new PartnerCenterCheck(partnerCenter),
                foundation.connecting().secretsCheck(),
                new ExpiryCheck(foundation.connecting().watch()::all, endsUnknown(), InstantSource.system()),
                new WebhookCheck(subjects.registration(), settings.environment(), settings.publicUrl()),
                new TenantsCheck(subjects.tenants()::finding),
                new CrmIdentityCheck(crm, settings.yes(Setting.ALLOW_TEST_CRM)),
                new CrmRightsCheck(crm),
                new CrmColumnsCheck(this::faultsOfColumns),
                new CurrenciesCheck(partnerCenter, this::freshCrm),
                new SolutionsCheck(subjects.solutions()),
                new MicrosoftsConnectorCheck(crm, InstantSource.system()),
                new ClocksCheck(clocks(crm)),
                new BackLinksCheck(most -> subjects.directory()
                        .withProblem(ProblemCode.BACK_LINK_MISSING, Optional.empty(), most)
                        .items()),
                new WorkCheck(subjects.outages(), subjects.poison(), settings.queues()),
                new CallsCheck(foundation.metering().usage(), crm, settings.crm() == CrmProduct.FILE),
                new VersionCheck(
                        Build.ours().version(),
                        settings.optional(Setting.RELEASES_URL).map(URI::create),
                        foundation.unmetered()));
    }

    private SignInCheck.Host host(String name, Setting address, Setting scope) {
        return new SignInCheck.Host(
                name, settings.uri(address), subjects.partnerCenterSignIn().apply(scope));
    }

    private Crm freshCrm() {
        return connection.crm(subjects.maps());
    }

    private List<String> faultsOfColumns() {
        return subjects.mapFault()
                .map(fault -> List.of(fault.detail()))
                .orElseGet(() ->
                        CrmCheck.faults(subjects.maps(), subjects.maps().leads().isPresent(), freshCrm()::describe));
    }

    private List<ClocksCheck.Other> clocks(CrmInspection crm) {
        StorageClock storage = foundation.storage().clock();
        StorageProbe probe = new StorageProbe(foundation.storage());
        return List.of(
                new ClocksCheck.Other(
                        "Partner Center",
                        () -> partnerCenter.get().lastChanged(Optional.empty()),
                        () -> transport.ahead(RemoteSystem.PARTNER_CENTER)),
                new ClocksCheck.Other("the CRM", crm::identity, () -> transport.ahead(RemoteSystem.CRM)),
                new ClocksCheck.Other(
                        "storage",
                        probe::table,
                        () -> Optional.of(Duration.between(Instant.now(), storage.instant()))));
    }

    /** Settings that would tell when a secret in use ends. A managed identity has none, and Partner Center's secret may have none. */
    private List<String> endsUnknown() {
        Map<Setting, Setting> endOf = Map.of(
                Setting.PARTNER_CENTER_CLIENT_SECRET, Setting.PARTNER_CENTER_CLIENT_SECRET_EXPIRES,
                Setting.DYNAMICS_CLIENT_SECRET, Setting.DYNAMICS_CLIENT_SECRET_EXPIRES,
                Setting.SALESFORCE_PRIVATE_KEY, Setting.SALESFORCE_CERTIFICATE_EXPIRES);
        return endOf.entrySet().stream()
                .filter(each -> settings.optional(each.getKey()).isPresent())
                .filter(each -> settings.optional(each.getValue()).isEmpty())
                .map(each -> each.getValue().name())
                .sorted()
                .toList();
    }

    private int set() {
        return (int) Arrays.stream(Setting.values())
                .filter(setting -> !settings.text(setting).equals(setting.otherwise()))
                .count();
    }
}
