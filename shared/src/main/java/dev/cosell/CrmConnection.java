package dev.cosell;

import dev.cosell.crm.CrmInspection;
import dev.cosell.crm.SharedSecret;
import dev.cosell.crm.dynamics.DynamicsCrm;
import dev.cosell.crm.dynamics.DynamicsInspection;
import dev.cosell.crm.dynamics.OwnWrites;
import dev.cosell.crm.file.FileCrm;
import dev.cosell.crm.file.FileInspection;
import dev.cosell.crm.salesforce.SalesforceCrm;
import dev.cosell.crm.salesforce.SalesforceInspection;
import dev.cosell.crm.salesforce.SalesforceSignIn;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.http.AppRegistration;
import dev.cosell.http.AzureSignIn;
import dev.cosell.http.CachedToken;
import dev.cosell.http.CallMeter;
import dev.cosell.http.IssuedToken;
import dev.cosell.http.SignIn;
import dev.cosell.http.SignInBySecret;
import dev.cosell.http.TokenSource;
import dev.cosell.http.Transport;
import dev.cosell.http.TrustStore;
import dev.cosell.operate.connect.Credentials;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.port.Crm;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The CRM that the settings name, with one sign-in for all adapters that are made of it. */
final class CrmConnection {
    private final Settings settings;
    private final Transport transport;
    private final CallMeter meter;
    private final Transport unmetered;
    private final TrustStore trust;
    private final Credentials credentials;
    private final TokenSource tokens;
    private final OwnWrites own;

    /**
     * Makes no call.
     *
     * @param meter counts the calls that {@code transport} makes
     * @param unmetered for calls to the identity platform
     * @param credentials the secrets as they are now
     * @param own marks what is written to Dynamics 365
     */
    CrmConnection(
            Settings settings,
            Transport transport,
            CallMeter meter,
            Transport unmetered,
            TrustStore trust,
            Credentials credentials,
            OwnWrites own) {
        this.settings = settings;
        this.transport = transport;
        this.meter = meter;
        this.unmetered = unmetered;
        this.trust = trust;
        this.credentials = credentials;
        this.own = own;
        SignIn signIn = switch (settings.crm()) {
            case DYNAMICS -> dynamicsSignIn();
            case SALESFORCE -> salesforceSignIn();
            case FILE -> CrmConnection::nobody;
        };
        this.tokens = new CachedToken(signIn, InstantSource.system());
    }

    /** An adapter that works by these maps. Makes no call. */
    Crm crm(FieldMaps by) {
        return switch (settings.crm()) {
            case DYNAMICS ->
                new DynamicsCrm(
                        settings.uri(Setting.DYNAMICS_URL),
                        transport,
                        tokens,
                        by,
                        InstantSource.system(),
                        settings.customers().columns(),
                        own);
            case SALESFORCE -> new SalesforceCrm(salesforce(), transport, meter, tokens, by, InstantSource.system());
            case FILE -> new FileCrm(files(), by, settings.customers().columns(), InstantSource.system());
        };
    }

    /** Forgets the token, so that the next call signs in anew. */
    void refused() {
        tokens.refused();
    }

    /** Knows what was written to Dynamics 365 when that tells of it. */
    OwnWrites ownWrites() {
        return own;
    }

    /** What its events carry: as the secrets are kept now, else as the settings had them. */
    SharedSecret eventSecret() {
        return switch (settings.crm()) {
            case DYNAMICS ->
                eventSecret(
                        "dynamics-webhook-secret",
                        Setting.DYNAMICS_WEBHOOK_SECRET,
                        Setting.DYNAMICS_WEBHOOK_SECRET_NEXT);
            case SALESFORCE ->
                eventSecret(
                        "salesforce-events-secret",
                        Setting.SALESFORCE_EVENTS_SECRET,
                        Setting.SALESFORCE_EVENTS_SECRET_NEXT);
            // A file sends nothing, so nothing that comes in its name is true.
            case FILE -> new SharedSecret(List::of);
        };
    }

    /** @param name where secrets are kept, with {@code -next} of the one that is going to replace it */
    private SharedSecret eventSecret(String name, Setting secret, Setting next) {
        List<SignInBySecret.Source> valid = List.of(
                credentials.named(name, settings.optional(secret)),
                credentials.named(name + "-next", settings.optional(next)));
        return new SharedSecret(() ->
                valid.stream().flatMap(source -> source.current().stream()).toList());
    }

    /** What the CRM tells about itself. Makes no call. @param by whose tables the connector's user needs */
    CrmInspection inspection(FieldMaps by) {
        return switch (settings.crm()) {
            case DYNAMICS ->
                new DynamicsInspection(
                        settings.uri(Setting.DYNAMICS_URL), transport, tokens, by, InstantSource.system());
            case SALESFORCE ->
                new SalesforceInspection(salesforce(), transport, meter, tokens, by, InstantSource.system());
            case FILE -> new FileInspection(files(), by);
        };
    }

    private Path files() {
        return Path.of(settings.text(Setting.FILE_DIRECTORY));
    }

    /** Who opens files is decided by the operating system. */
    private static IssuedToken nobody() {
        throw new IllegalStateException("expected a CRM with a sign-in, found files");
    }

    private SalesforceCrm.Organization salesforce() {
        return new SalesforceCrm.Organization(
                settings.uri(Setting.SALESFORCE_URL),
                settings.text(Setting.SALESFORCE_API_VERSION),
                settings.optional(Setting.SALESFORCE_CURRENCY),
                settings.customers().columns());
    }

    private SignIn dynamicsSignIn() {
        String scope = settings.uri(Setting.DYNAMICS_URL) + "/.default";
        Optional<String> atStart = settings.optional(Setting.DYNAMICS_CLIENT_SECRET);
        return atStart.isEmpty()
                ? AzureSignIn.managedIdentity(
                        RemoteSystem.CRM, settings.optional(Setting.DYNAMICS_CLIENT_ID), scope, trust)
                : new SignInBySecret(
                        credentials.named("dynamics-client-secret", atStart),
                        secret -> AzureSignIn.clientSecret(
                                RemoteSystem.CRM,
                                new AppRegistration(
                                        settings.uri(Setting.LOGIN_URL),
                                        settings.text(Setting.DYNAMICS_TENANT_ID),
                                        settings.text(Setting.DYNAMICS_CLIENT_ID),
                                        secret),
                                scope,
                                trust));
    }

    private SignIn salesforceSignIn() {
        URI organization = settings.uri(Setting.SALESFORCE_URL);
        String app = settings.text(Setting.SALESFORCE_CLIENT_ID);
        Optional<String> atStart = settings.optional(Setting.SALESFORCE_CLIENT_SECRET);
        return atStart.isPresent()
                ? new SignInBySecret(
                        credentials.named("salesforce-client-secret", atStart),
                        secret -> SalesforceSignIn.clientCredentials(
                                organization, app, secret.orElse(""), unmetered, InstantSource.system()))
                : new SignInBySecret(
                        credentials.named("salesforce-private-key", settings.optional(Setting.SALESFORCE_PRIVATE_KEY)),
                        key -> SalesforceSignIn.jwtBearer(
                                organization,
                                new SalesforceSignIn.JwtKey(
                                        app,
                                        settings.text(Setting.SALESFORCE_USERNAME),
                                        settings.uri(Setting.SALESFORCE_AUDIENCE)
                                                .toString(),
                                        key.orElse("")),
                                unmetered,
                                InstantSource.system()));
    }
}
