package dev.cosell;

import dev.cosell.http.JdkTransport;
import dev.cosell.operate.intake.CallbackListener;
import dev.cosell.operate.notice.Notices;
import dev.cosell.operate.reconcile.Reconcile;
import dev.cosell.operate.registration.CallbackAddress;
import dev.cosell.operate.registration.DeliveryProof;
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
import dev.cosell.store.StorageClock;
import dev.cosell.sync.port.PartnerCenter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Part of the composition: what concerns Partner Center's webhook and whom its callbacks are passed on to.
 *
 * @param listeners whoever hears of callbacks
 */
public record Webhook(
        WebhookRegistration registration,
        RegistrationCheck check,
        TenantCheck tenants,
        RelayWorker relayWorker,
        RelayDesk relayDesk,
        List<CallbackListener> listeners) {
    /** A target's answer is not read; this much may come. */
    private static final int LARGEST_ANSWER = 1024 * 1024;

    /** Of reconciliation, in a timer that comes every minute; the next one goes on. */
    private static final Duration AT_ONCE = Duration.ofSeconds(50);

    /** Makes no call. @param reconcile finds what no event told, when the registration was gone */
    static Webhook of(Foundation foundation, Stores stores, PartnerCenter partnerCenter, Reconcile reconcile) {
        Settings settings = foundation.settings();
        Notices notices = foundation.noticing().notices();
        StorageClock clock = stores.clock();
        Optional<CallbackAddress> address = settings.publicUrl().map(CallbackAddress::below);
        WebhookRegistrations registrations = new WebhookRegistrations(
                foundation.transport(),
                foundation.connecting().registrations(),
                settings.uri(Setting.PARTNER_CENTER_WEBHOOKS_URL),
                InstantSource.system());
        RegistrationRow row = new RegistrationRow(stores.row("webhook", "registration"));
        DeliveryProof proof = new DeliveryProof(registrations, row, stores.row("webhook", "arrival"), clock);
        WebhookRegistration registration =
                new WebhookRegistration(registrations, row, address, settings.environment(), clock);
        RelayTargets targets = new RelayTargets(settings.relay(), row::served, InstantSource.system());
        RelayQueue queue = new RelayQueue(stores.storage(), settings.text(Setting.RELAY_QUEUE));
        return new Webhook(
                registration,
                new RegistrationCheck(
                        registrations,
                        registration,
                        row,
                        proof,
                        address,
                        settings.environment(),
                        stores.outages(),
                        notices,
                        () -> reconcile.walk(false, AT_ONCE),
                        clock),
                new TenantCheck(
                        settings.text(Setting.PARTNER_CENTER_TENANT_ID),
                        foundation.connecting().referrals(),
                        foundation.connecting().registrations(),
                        partnerCenter,
                        registrations,
                        row,
                        address),
                relayWorker(foundation, targets, queue),
                new RelayDesk(targets, queue),
                List.of(proof, new Relay(targets, queue, notices, clock)));
    }

    private static RelayWorker relayWorker(Foundation foundation, RelayTargets targets, RelayQueue queue) {
        return new RelayWorker(
                targets,
                queue,
                new JdkTransport(foundation.trust(), Foundation.NOT_METERED, LARGEST_ANSWER),
                foundation.noticing().notices(),
                foundation.storage().clock());
    }
}
