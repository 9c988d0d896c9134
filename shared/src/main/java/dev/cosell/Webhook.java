package dev.cosell;

import dev.cosell.http.JdkTransport;
import dev.cosell.http.TokenSource;
import dev.cosell.operate.CallbackListener;
import dev.cosell.operate.notice.Notices;
import dev.cosell.operate.registration.CallbackAddress;
import dev.cosell.operate.registration.DeliveryProof;
import dev.cosell.operate.registration.Environment;
import dev.cosell.operate.registration.RegistrationCheck;
import dev.cosell.operate.registration.RegistrationRow;
import dev.cosell.operate.registration.TenantCheck;
import dev.cosell.operate.registration.WebhookRegistration;
import dev.cosell.operate.relay.Relay;
import dev.cosell.operate.relay.RelayDesk;
import dev.cosell.operate.relay.RelayTargets;
import dev.cosell.operate.relay.RelayWorker;
import dev.cosell.partnercenter.WebhookRegistrations;
import dev.cosell.store.RelayQueue;
import dev.cosell.store.StateRow;
import dev.cosell.store.Storage;
import dev.cosell.sync.port.Outages;
import dev.cosell.sync.port.PartnerCenter;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Part of the composition: what concerns Partner Center's webhook and whom its callbacks are passed on to. */
final class Webhook {
    /** A target's answer is not read; this much may come. */
    private static final int LARGEST_ANSWER = 1024 * 1024;

    private final Settings settings;
    private final Storage storage;
    private final Notices notices;
    private final Optional<CallbackAddress> address;
    private final WebhookRegistrations registrations;
    private final TokenSource tokens;
    private final RegistrationRow row;
    private final DeliveryProof proof;
    private final WebhookRegistration registration;
    private final RelayTargets targets;
    private final RelayQueue queue;
    private final RelayWorker worker;

    /** @param tokens for the registration API */
    Webhook(Foundation foundation, TokenSource tokens) {
        this.settings = foundation.settings();
        this.storage = foundation.storage();
        this.notices = foundation.noticing().notices();
        this.tokens = tokens;
        address = settings.publicUrl().map(CallbackAddress::below);
        registrations = new WebhookRegistrations(
                foundation.transport(),
                tokens,
                settings.uri(Setting.PARTNER_CENTER_WEBHOOKS_URL),
                InstantSource.system());
        row = new RegistrationRow(new StateRow(storage, "webhook", "registration"));
        proof = new DeliveryProof(registrations, row, new StateRow(storage, "webhook", "arrival"), storage.clock());
        registration = new WebhookRegistration(registrations, row, address, settings.environment(), storage.clock());
        targets = new RelayTargets(settings.relay(), row::served, InstantSource.system());
        queue = new RelayQueue(storage, settings.text(Setting.RELAY_QUEUE));
        worker = new RelayWorker(
                targets,
                queue,
                new JdkTransport(foundation.trust(), Foundation.NOT_METERED, LARGEST_ANSWER),
                notices,
                storage.clock());
    }

    /** Whoever wants to hear of callbacks. */
    List<CallbackListener> listeners() {
        return List.of(proof, new Relay(targets, queue, notices, storage.clock()));
    }

    WebhookRegistration registration() {
        return registration;
    }

    /** Whether events come to this app, as far as is known; nothing for an app to which none are to come. */
    Optional<BooleanSupplier> registered() {
        return address.filter(ours -> settings.environment() == Environment.PRODUCTION)
                .map(ours -> () -> row.delivers(Environment.PRODUCTION, ours));
    }

    /** @param reconcile finds what no event told; gives a line for the log */
    RegistrationCheck check(Outages outages, Supplier<String> reconcile) {
        return new RegistrationCheck(
                registrations,
                registration,
                row,
                proof,
                address,
                settings.environment(),
                outages,
                notices,
                reconcile,
                storage.clock());
    }

    TenantCheck tenants(TokenSource referralsToken, PartnerCenter partnerCenter) {
        return new TenantCheck(
                settings.text(Setting.PARTNER_CENTER_TENANT_ID),
                referralsToken,
                tokens,
                partnerCenter,
                registrations,
                row,
                address);
    }

    RelayWorker relayWorker() {
        return worker;
    }

    RelayDesk relayDesk() {
        return new RelayDesk(targets, queue);
    }
}
