package dev.cosell;

import dev.cosell.fieldmap.CrmCheck;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Limit;
import dev.cosell.http.Transport;
import dev.cosell.partnercenter.ReadOnlyPartnerCenter;
import dev.cosell.partnercenter.ReferralsApi;
import dev.cosell.problem.Problem;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.PartnerCenter;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Part of the composition: both systems, as one version of the field map reads them. */
final class Systems {
    private final VersionedMaps versioned;
    private final Crm crm;
    private final PartnerCenter partnerCenter;

    /** Makes no call. */
    Systems(Foundation foundation, VersionedMaps versioned) {
        this(foundation, versioned, foundation.connecting().crm(), foundation.transport());
    }

    private Systems(Foundation foundation, VersionedMaps versioned, CrmConnection connection, Transport transport) {
        this.versioned = versioned;
        this.crm = connection.crm(versioned.maps());
        Settings settings = foundation.settings();
        PartnerCenter whole = new ReferralsApi(
                transport,
                foundation.connecting().referrals(),
                settings.uri(Setting.PARTNER_CENTER_URL),
                versioned.maps().pointers(),
                InstantSource.system());
        this.partnerCenter = inEnvironment(settings, whole);
    }

    /** The same for work that nobody waits for, which is the first to stop when calls run low. Makes no call. */
    static Systems unhurried(Foundation foundation, VersionedMaps versioned) {
        Transport transport = foundation.metering().unhurried(foundation.transport());
        return new Systems(foundation, versioned, foundation.connecting().crm(transport), transport);
    }

    FieldMaps maps() {
        return versioned.maps();
    }

    /** Why nothing is worked by these maps. */
    Optional<Problem> fault() {
        return versioned.fault();
    }

    Crm crm() {
        return crm;
    }

    PartnerCenter partnerCenter() {
        return partnerCenter;
    }

    /** The maps, with what the CRM's columns hold. Calls the CRM. */
    FieldMaps limited() {
        Map<String, Map<String, Limit>> limits =
                maps().all().stream().collect(Collectors.toMap(FieldMap::table, map -> crm.limits(map.table())));
        return maps().within(limits);
    }

    /** A harmless call to each, which fails if the system cannot be worked with. */
    Map<RemoteSystem, Runnable> probes() {
        Map<RemoteSystem, Runnable> probes = new EnumMap<>(RemoteSystem.class);
        probes.put(RemoteSystem.PARTNER_CENTER, this::probePartnerCenter);
        probes.put(RemoteSystem.CRM, this::probeCrm);
        return probes;
    }

    void probePartnerCenter() {
        partnerCenter.lastChanged(Optional.empty());
    }

    /** @throws dev.cosell.problem.Failure also if the CRM's tables do not suit the maps */
    void probeCrm() {
        CrmCheck.of(maps(), maps().leads().isPresent(), crm::describe).ifPresent(problem -> {
            throw problem.failure();
        });
    }

    /** Partner Center has no test environment: staging sees the real one, and must not change it. */
    private static PartnerCenter inEnvironment(Settings settings, PartnerCenter whole) {
        return switch (settings.environment()) {
            case PRODUCTION -> whole;
            case STAGING -> new ReadOnlyPartnerCenter(whole, settings.stagingReferrals());
        };
    }
}
