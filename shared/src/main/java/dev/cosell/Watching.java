package dev.cosell;

import dev.cosell.operate.connect.TokenWatch;
import dev.cosell.operate.doctor.Doctor;
import dev.cosell.operate.doctor.Health;
import dev.cosell.operate.doctor.SupportBundle;
import dev.cosell.operate.fieldmap.Drift;
import dev.cosell.operate.notice.HourlyWatch;
import dev.cosell.operate.notice.NoticeRound;
import dev.cosell.operate.reconcile.Reconcile;
import dev.cosell.operate.telemetry.Gauges;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Part of the composition: whether all is well, and who is told if not.
 *
 * @param noticeRound nothing if nobody wants notices
 * @param hourlyWatch nothing if nobody wants notices
 */
public record Watching(
        Health health,
        Doctor doctor,
        SupportBundle supportBundle,
        Optional<NoticeRound> noticeRound,
        Optional<HourlyWatch> hourlyWatch,
        Gauges gauges) {
    /**
     * Makes no call.
     *
     * @param drift whether the field map still suits the CRM
     */
    static Watching of(
            Foundation foundation, Stores stores, Systems systems, Drift drift, Webhook webhook, Reconcile reconcile) {
        Doctor doctor = doctor(foundation, stores, systems, webhook);
        return new Watching(
                health(foundation, stores, drift),
                doctor,
                new SupportBundle(
                        doctor::examine,
                        ShownSettings.of(foundation.settings()),
                        () -> Stream.concat(
                                        ShownSettings.secrets(foundation.settings()).stream(),
                                        foundation.connecting().secrets())
                                .toList(),
                        stores.queue(),
                        stores.queues(),
                        stores.poison(),
                        stores.directory()),
                foundation.noticing().round(stores.pairs()),
                foundation.noticing().watch(stores.directory(), stores.poison(), stores.queues(), drift::last),
                Measuring.gauges(
                        foundation.telemetry(),
                        stores,
                        reconcile,
                        foundation.metering().usage(),
                        foundation.connecting().watch(),
                        webhook.registration()));
    }

    private static Health health(Foundation foundation, Stores stores, Drift drift) {
        TokenWatch tokens = foundation.connecting().watch();
        return new Health(
                stores.outages(),
                stores.queue(),
                stores.poison(),
                stores.queues(),
                foundation.metering().counter(),
                foundation.delays(),
                drift,
                foundation.functions()::missing,
                Map.of(
                        "connections",
                        tokens::report,
                        "switches",
                        () -> foundation.switches().now().json(),
                        "budget",
                        foundation.metering().usage()::report,
                        "history",
                        foundation.metering().history()::report));
    }

    private static Doctor doctor(Foundation foundation, Stores stores, Systems systems, Webhook webhook) {
        return Checkup.doctor(
                foundation,
                new Checkup.Subjects(
                        systems.maps(),
                        systems.fault(),
                        foundation.connecting()::user,
                        webhook.registration()::show,
                        webhook.tenants(),
                        stores.solutions(),
                        stores.outages(),
                        stores.poison(),
                        stores.directory()));
    }
}
