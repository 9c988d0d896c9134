package dev.cosell.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.crm.dynamics.DynamicsCrm;
import dev.cosell.crm.salesforce.SalesforceCrm;
import dev.cosell.crm.salesforce.SalesforceSignIn;
import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fuzz.Answers.Operation;
import dev.cosell.http.AppRegistration;
import dev.cosell.http.AzureSignIn;
import dev.cosell.http.CachedToken;
import dev.cosell.http.JdkTransport;
import dev.cosell.http.RefreshTokenSignIn;
import dev.cosell.http.RefreshTokenStore;
import dev.cosell.http.SignIn;
import dev.cosell.http.TokenClaims;
import dev.cosell.http.TokenSource;
import dev.cosell.http.Transport;
import dev.cosell.http.TrustStore;
import dev.cosell.partnercenter.CallbackSignature;
import dev.cosell.partnercenter.CallbackTrust;
import dev.cosell.partnercenter.CertificateDownload;
import dev.cosell.partnercenter.ReferralsApi;
import dev.cosell.partnercenter.Registration;
import dev.cosell.partnercenter.WebhookRegistrations;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Referral;
import dev.cosell.sandbox.pki.KeyRing;
import dev.cosell.sandbox.pki.Signer;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.ReferralSnapshot;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.PartnerCenter;
import dev.cosell.sync.port.RecordQuery;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** Everything that is asked of the systems around, made as the app makes it. */
final class RemoteSystems {
    private final Function<String, String> settings;
    private final FieldMaps maps;
    private final String referral;
    private final TrustStore trust;
    private final Transport transport;

    /**
     * @param settings as the app has them
     * @param referral id of a deal that both sides have
     */
    RemoteSystems(Function<String, String> settings, String referral) {
        this.settings = settings;
        this.maps = isSalesforce(settings) ? FieldMapFile.salesforce() : FieldMapFile.dynamics();
        this.referral = referral;
        this.trust = new TrustStore(Optional.of(Path.of(settings.apply("TRUSTED_CERTIFICATES"))));
        this.transport = new JdkTransport(trust, (system, method, status) -> {});
    }

    FieldMaps maps() {
        return maps;
    }

    List<Target> targets(KeyRing keys, URI certificate) {
        return List.of(
                new Answers("Partner Center", 1_500, partnerCenter(), transport),
                new Answers("its webhook registrations", 1_000, registrations(), transport),
                new Answers(isSalesforce(settings) ? "Salesforce" : "Dynamics 365", 1_500, crm(), transport),
                new Answers("sign-ins", 100, signIns(), transport),
                new Answers("certificate hosts", 30, certificates(keys, certificate), transport));
    }

    private Map<String, Operation> partnerCenter() {
        TokenSource token = userToken("PARTNER_CENTER_SCOPE");
        Map<String, Operation> operations = new LinkedHashMap<>();
        BiConsumer<String, Consumer<PartnerCenter>> add = (title, use) -> operations.put(
                title,
                by -> use.accept(new ReferralsApi(
                        by, token, uri("PARTNER_CENTER_URL"), maps.pointers(), InstantSource.system())));
        Referral known = new ReferralsApi(
                        transport, token, uri("PARTNER_CENTER_URL"), maps.pointers(), InstantSource.system())
                .read(referral);
        add.accept("read", api -> ReferralSnapshot.of(maps.pointers(), api.read(referral)));
        add.accept(
                "patch",
                api -> api.patch(
                        referral,
                        known.eTag().orElse(""),
                        Map.of("/details/dealValue", DecimalNode.valueOf(new BigDecimal("12.5")))));
        add.accept(
                "create",
                api -> api.create(known.document().deepCopy(), UUID.randomUUID().toString()));
        add.accept("created since", api -> api.createdSince(Instant.parse("2020-01-01T00:00:00Z")));
        add.accept("changed last", api -> api.lastChanged(Optional.empty()));
        add.accept(
                "engagement",
                api -> api.inEngagement(known.document().path("engagementId").asText()));
        return operations;
    }

    private Map<String, Operation> registrations() {
        TokenSource token = userToken("PARTNER_CENTER_WEBHOOKS_SCOPE");
        Registration ours =
                new Registration("https://cosell.partner.example/api/events", List.of("referral-created"), true);
        Map<String, Operation> operations = new LinkedHashMap<>();
        BiConsumer<String, Consumer<WebhookRegistrations>> add = (title, use) -> operations.put(
                title,
                by -> use.accept(new WebhookRegistrations(
                        by, token, uri("PARTNER_CENTER_WEBHOOKS_URL"), InstantSource.system())));
        add.accept("events", WebhookRegistrations::events);
        add.accept("create", api -> api.create(ours));
        add.accept("current", WebhookRegistrations::current);
        add.accept("update", api -> api.update(ours));
        add.accept("validation event", WebhookRegistrations::createValidationEvent);
        add.accept("validation", api -> api.validation(UUID.randomUUID().toString()));
        return operations;
    }

    private Map<String, Operation> crm() {
        TokenSource token = new CachedToken(crmSignIn(transport), InstantSource.system());
        Function<Transport, Crm> made = by -> isSalesforce(settings)
                ? new SalesforceCrm(
                        SalesforceCrm.Organization.at(uri("SALESFORCE_URL")),
                        by,
                        (system, method, status) -> {},
                        token,
                        maps,
                        InstantSource.system())
                : new DynamicsCrm(uri("DYNAMICS_URL"), by, token, maps, InstantSource.system());
        Crm real = made.apply(transport);
        String table = maps.deals().table();
        RecordRef record = real.findByReferral(referral).getFirst();
        String version = real.read(record).version().orElse("");
        Map<String, JsonNode> values =
                Map.of(maps.deals().field("name").orElseThrow().crm().getFirst(), TextNode.valueOf("x"));
        Map<String, Operation> operations = new LinkedHashMap<>();
        BiConsumer<String, Consumer<Crm>> add = (title, use) -> operations.put(title, by -> use.accept(made.apply(by)));
        add.accept("read", crm -> crm.read(record));
        add.accept("find", crm -> crm.find(record.id()));
        add.accept("find by referral", crm -> crm.findByReferral(referral));
        add.accept("update", crm -> crm.update(record, version, values));
        add.accept(
                "create",
                crm -> crm.create(
                        crm.nameOfNew(
                                table,
                                UUID.randomUUID().toString(),
                                UUID.randomUUID().toString()),
                        Optional.empty(),
                        values));
        add.accept(
                "records",
                crm -> crm.records(new RecordQuery(table, Optional.of(true), Optional.empty(), 50), Optional.empty()));
        add.accept("changes", crm -> crm.changes(table, Optional.empty()));
        add.accept("describe", crm -> crm.describe(table));
        add.accept("limits", crm -> crm.limits(table));
        add.accept("currencies", Crm::currencies);
        add.accept("users", crm -> crm.customers().users(List.of("mara.lindqvist@fabrikam.example")));
        return operations;
    }

    private Map<String, Operation> signIns() {
        Map<String, Operation> operations = new LinkedHashMap<>();
        operations.put(
                "Partner Center's user",
                by -> TokenClaims.of(user("PARTNER_CENTER_SCOPE", by).signIn()));
        if (isSalesforce(settings)) {
            operations.put("Salesforce", by -> crmSignIn(by).signIn());
        }
        return operations;
    }

    private Map<String, Operation> certificates(KeyRing keys, URI certificate) {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = Map.of(
                "x-ms-signature",
                keys.sign(Signer.DISPATCH, body),
                "x-ms-certificate-url",
                certificate.toString(),
                "x-ms-signature-algorithm",
                "rsa-sha256");
        CallbackTrust signers = new CallbackTrust(
                Set.of(certificate.getAuthority()), CallbackTrust.DEFAULT.certificatePath(), Optional.empty(), false);
        return Map.of(
                "signing certificate",
                by -> new CallbackSignature(signers, trust, new CertificateDownload(by), InstantSource.system())
                        .verify(headers, body));
    }

    private TokenSource userToken(String scope) {
        return new CachedToken(user(scope, transport), InstantSource.system());
    }

    private SignIn user(String scope, Transport by) {
        RefreshTokenStore store = new RefreshTokenStore() {
            @Override
            public List<String> tokens() {
                return List.of(settings.apply("PARTNER_CENTER_REFRESH_TOKEN"));
            }

            @Override
            public void renewed(String used, String newer) {
                // The one of the settings goes on.
            }
        };
        return new RefreshTokenSignIn(
                RemoteSystem.PARTNER_CENTER,
                app("PARTNER_CENTER_TENANT_ID", "PARTNER_CENTER_CLIENT_ID", "PARTNER_CENTER_CLIENT_SECRET"),
                settings.apply(scope),
                store,
                by);
    }

    private SignIn crmSignIn(Transport by) {
        return isSalesforce(settings)
                ? SalesforceSignIn.clientCredentials(
                        uri("SALESFORCE_URL"),
                        settings.apply("SALESFORCE_CLIENT_ID"),
                        settings.apply("SALESFORCE_CLIENT_SECRET"),
                        by,
                        InstantSource.system())
                : AzureSignIn.clientSecret(
                        RemoteSystem.CRM,
                        app("DYNAMICS_TENANT_ID", "DYNAMICS_CLIENT_ID", "DYNAMICS_CLIENT_SECRET"),
                        settings.apply("DYNAMICS_URL") + "/.default",
                        trust);
    }

    private AppRegistration app(String tenant, String client, String secret) {
        return new AppRegistration(
                uri("LOGIN_URL"), settings.apply(tenant), settings.apply(client), Optional.of(settings.apply(secret)));
    }

    private URI uri(String setting) {
        return URI.create(settings.apply(setting));
    }

    private static boolean isSalesforce(Function<String, String> settings) {
        return settings.apply("CRM").equals("salesforce");
    }
}
