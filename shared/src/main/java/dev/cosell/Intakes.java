package dev.cosell;

import dev.cosell.crm.SharedSecret;
import dev.cosell.crm.dynamics.DynamicsCrm;
import dev.cosell.crm.dynamics.DynamicsSecret;
import dev.cosell.crm.dynamics.OwnWrites;
import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.http.JdkTransport;
import dev.cosell.http.Transport;
import dev.cosell.operate.intake.CallbackListener;
import dev.cosell.operate.intake.DynamicsIntake;
import dev.cosell.operate.intake.PartnerCenterIntake;
import dev.cosell.operate.intake.SalesforceIntake;
import dev.cosell.operate.telemetry.IncomingEvents;
import dev.cosell.operate.work.HeldDeals;
import dev.cosell.partnercenter.CallbackSignature;
import dev.cosell.partnercenter.CallbackTrust;
import dev.cosell.partnercenter.CertificateDownload;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Part of the composition: what both systems send.
 *
 * @param events where each of them takes in its events, as parts of a trace
 * @param dynamics nothing if the CRM is another one
 * @param salesforce nothing if the CRM is another one
 */
public record Intakes(
        IncomingEvents events,
        PartnerCenterIntake partnerCenter,
        Optional<DynamicsIntake> dynamics,
        Optional<SalesforceIntake> salesforce) {
    /**
     * Makes no call.
     *
     * @param known the maps of all versions in use
     * @param listeners whoever hears of Partner Center's callbacks
     * @param held deals that an event may put right
     */
    static Intakes of(
            Foundation foundation,
            Stores stores,
            Systems systems,
            Supplier<FieldMaps> known,
            List<CallbackListener> listeners,
            HeldDeals held) {
        Settings settings = foundation.settings();
        SharedSecret secret = foundation.connecting().crm().eventSecret();
        return new Intakes(
                foundation.telemetry().events(),
                new PartnerCenterIntake(signature(foundation), stores.inbox(), listeners, stores.clock()),
                settings.crm() == CrmProduct.DYNAMICS
                        ? Optional.of(dynamics(
                                settings,
                                secret,
                                stores,
                                systems,
                                known,
                                held,
                                foundation.connecting().crm().ownWrites()))
                        : Optional.empty(),
                settings.crm() == CrmProduct.SALESFORCE
                        ? Optional.of(salesforce(settings, secret, stores, known, held))
                        : Optional.empty());
    }

    private static CallbackSignature signature(Foundation foundation) {
        CallbackTrust known = new CallbackTrust(
                Arrays.stream(foundation
                                .settings()
                                .text(Setting.PARTNER_CENTER_CERTIFICATE_HOSTS)
                                .split(","))
                        .map(host -> host.strip().toLowerCase(Locale.ROOT))
                        .filter(host -> !host.isEmpty())
                        .collect(Collectors.toSet()),
                CallbackTrust.DEFAULT.certificatePath(),
                CallbackTrust.DEFAULT.subject(),
                CallbackTrust.DEFAULT.revocationChecked());
        Transport download =
                new JdkTransport(foundation.trust(), Foundation.NOT_METERED, CertificateDownload.LARGEST_FILE);
        return new CallbackSignature(
                known, foundation.trust(), new CertificateDownload(download), InstantSource.system());
    }

    private static DynamicsIntake dynamics(
            Settings settings,
            SharedSecret secret,
            Stores stores,
            Systems systems,
            Supplier<FieldMaps> known,
            HeldDeals held,
            OwnWrites own) {
        return new DynamicsIntake(
                new DynamicsSecret(settings.text(Setting.DYNAMICS_WEBHOOK_HEADER), secret),
                known,
                ((DynamicsCrm) systems.crm())::names,
                stores.inbox(),
                held,
                own);
    }

    private static SalesforceIntake salesforce(
            Settings settings, SharedSecret secret, Stores stores, Supplier<FieldMaps> known, HeldDeals held) {
        return new SalesforceIntake(
                secret, settings.text(Setting.SALESFORCE_ORGANIZATION_ID), known, stores.inbox(), held);
    }
}
