package dev.cosell;

import dev.cosell.crm.dynamics.OwnWrites;
import dev.cosell.http.AppRegistration;
import dev.cosell.http.CachedToken;
import dev.cosell.http.CallMeter;
import dev.cosell.http.CodeSignIn;
import dev.cosell.http.RefreshTokenSignIn;
import dev.cosell.http.SignIn;
import dev.cosell.http.SignInBySecret;
import dev.cosell.http.TokenSource;
import dev.cosell.http.Transport;
import dev.cosell.http.TrustStore;
import dev.cosell.operate.connect.Account;
import dev.cosell.operate.connect.Alarms;
import dev.cosell.operate.connect.Credentials;
import dev.cosell.operate.connect.Expiry;
import dev.cosell.operate.connect.RefreshTokens;
import dev.cosell.operate.connect.SignInAttempts;
import dev.cosell.operate.connect.SignInDesk;
import dev.cosell.operate.connect.TokenWatch;
import dev.cosell.operate.doctor.SecretsCheck;
import dev.cosell.operate.notice.Notices;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.store.SealedTokens;
import dev.cosell.store.StateRow;
import dev.cosell.store.Storage;
import dev.cosell.store.StorageConnection;
import dev.cosell.store.VaultSecrets;
import dev.cosell.sync.port.Lane;
import dev.cosell.sync.port.Outages;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** How both systems are signed in to, with secrets that may be replaced while the app runs. The same for all field maps. */
final class Connecting {
    private static final String RENEW_SECRET =
            "Make a new one, put it where the secret is kept, call POST /api/reconnect, and enter its end in the setting.";
    private static final String PARTNER_CENTER_SECRET = "partner-center-client-secret";

    private final Settings settings;
    private final CallMeter meter;
    private final Transport unmetered;
    private final TrustStore trust;
    private final SignInBySecret.Source partnerCenterSecret;
    private final Credentials credentials;
    private final RefreshTokens refreshTokens;
    private final TokenSource referrals;
    private final TokenSource registrations;
    private final CrmConnection crm;
    private final OwnWrites own;
    private final Outages outages;
    private final SignInDesk desk;
    private final TokenWatch watch;

    /** Makes no call. */
    Connecting(
            Settings settings,
            Storage storage,
            TrustStore trust,
            Transport transport,
            Metering meter,
            Transport unmetered,
            Notices notices) {
        this.settings = settings;
        this.meter = meter;
        this.unmetered = unmetered;
        this.trust = trust;
        InstantSource clock = InstantSource.system();
        SecretPlaces places = SecretPlaces.of(settings, vault -> VaultSecrets.of(vault, identity(settings.storage())));
        credentials = new Credentials(places.secrets(), clock);
        refreshTokens =
                new RefreshTokens(places.signIn(), settings.optional(Setting.PARTNER_CENTER_REFRESH_TOKEN), clock);
        partnerCenterSecret =
                credentials.named(PARTNER_CENTER_SECRET, settings.optional(Setting.PARTNER_CENTER_CLIENT_SECRET));
        referrals = new CachedToken(user(Setting.PARTNER_CENTER_SCOPE), clock);
        registrations = new CachedToken(user(Setting.PARTNER_CENTER_WEBHOOKS_SCOPE), clock);
        SealedTokens seals = new SealedTokens(storage);
        own = new OwnWrites(() -> seals.seal("writes to Dynamics 365", ""));
        crm = new CrmConnection(settings, transport, meter, unmetered, trust, credentials, own);
        Account account = new Account(new StateRow(storage, "connect", "account"), clock);
        outages = meter.outages();
        desk = new SignInDesk(
                new SignInDesk.Expected(
                        settings.text(Setting.PARTNER_CENTER_TENANT_ID),
                        settings.text(Setting.PARTNER_CENTER_SCOPE),
                        settings.publicUrl()),
                () -> new CodeSignIn(
                        RemoteSystem.PARTNER_CENTER,
                        app(partnerCenterSecret.reread()),
                        settings.text(Setting.PARTNER_CENTER_SCOPE),
                        unmetered),
                new SignInAttempts(new StateRow(storage, "connect", "attempts"), storage.clock()),
                refreshTokens,
                account,
                () -> {
                    dropPartnerCenterTokens();
                    outages.current(RemoteSystem.PARTNER_CENTER, Lane.PEOPLE).ifPresent(outages::end);
                });
        watch = new TokenWatch(
                user(Setting.PARTNER_CENTER_SCOPE),
                account,
                this::expiries,
                new Alarms(new StateRow(storage, "connect", "alarms"), notices, clock),
                outages,
                this::dropPartnerCenterTokens,
                clock);
    }

    /** Tokens for the Referrals API. */
    TokenSource referrals() {
        return referrals;
    }

    /** Tokens for the webhook registrations. */
    TokenSource registrations() {
        return registrations;
    }

    CrmConnection crm() {
        return crm;
    }

    /** Whether the sign-in can be kept. */
    SecretsCheck secretsCheck() {
        return new SecretsCheck(refreshTokens, InstantSource.system());
    }

    /** Another way to the CRM, whose calls somebody wants to watch. */
    CrmConnection crm(Transport watched) {
        return new CrmConnection(settings, watched, meter, unmetered, trust, credentials, own);
    }

    /** The one view of what is out: whoever is told that a sign-in works again tells all others. */
    Outages outages() {
        return outages;
    }

    SignInDesk desk() {
        return desk;
    }

    TokenWatch watch() {
        return watch;
    }

    /** Has every secret read and every token asked for anew. */
    void forget() {
        credentials.forget();
        dropPartnerCenterTokens();
        crm.refused();
    }

    private void dropPartnerCenterTokens() {
        referrals.refused();
        registrations.refused();
    }

    /** The secrets and refresh tokens in use that its settings do not have. Reads where they are kept; never fails. */
    Stream<String> secrets() {
        return Stream.concat(credentials.known(), refreshTokens.known());
    }

    /** How the Partner Center user signs in, for the scope in a setting; every call asks for a new token. */
    SignIn user(Setting scope) {
        Function<Optional<String>, SignIn> bySecret = secret -> new RefreshTokenSignIn(
                RemoteSystem.PARTNER_CENTER, app(secret), settings.text(scope), refreshTokens, unmetered);
        return new SignInBySecret(partnerCenterSecret, bySecret);
    }

    private AppRegistration app(Optional<String> secret) {
        return new AppRegistration(
                settings.uri(Setting.LOGIN_URL),
                settings.text(Setting.PARTNER_CENTER_TENANT_ID),
                settings.text(Setting.PARTNER_CENTER_CLIENT_ID),
                secret);
    }

    /** The identity that storage is reached with is the app's. */
    private static Optional<String> identity(StorageConnection storage) {
        return switch (storage) {
            case StorageConnection.ByIdentity identity -> identity.clientId();
            case StorageConnection.ByConnectionString string -> Optional.empty();
        };
    }

    /** What ends on a day that somebody can know: nobody may ask Entra for it without a further right. */
    private List<Expiry> expiries() {
        List<Expiry> all = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            if (setting.kind() == Setting.Kind.DATE) {
                String what = setting.name().replaceFirst("_EXPIRES$", "");
                settings.endOf(setting).ifPresent(end -> all.add(new Expiry(what, end, RENEW_SECRET)));
            }
        }
        trust.fileEndsAt()
                .ifPresent(end -> all.add(new Expiry(
                        Setting.TRUSTED_CERTIFICATES.name(),
                        end,
                        "Put the authority's newer certificate into the file.")));
        return all;
    }
}
