package dev.cosell.setup.dynamics;

import dev.cosell.crm.dynamics.DynamicsCrm;
import dev.cosell.crm.dynamics.DynamicsEvent;
import dev.cosell.crm.dynamics.DynamicsSecret;
import dev.cosell.fieldmap.CrmCheck;
import dev.cosell.operate.doctor.CrmColumnsCheck;
import dev.cosell.operate.doctor.CrmRightsCheck;
import dev.cosell.operate.doctor.Finding;
import dev.cosell.sync.pair.RecordRef;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An environment that was bought, set up by the command, and whose role was given to the connector's user. */
public final class SetUpDynamics {
    private final LocalEnvironment environment = LocalEnvironment.asBought();

    public SetUpDynamics() {
        environment.apply();
        environment.passes(Duration.ofMinutes(1));
        environment.givesTheRoleToTheConnector();
    }

    public DynamicsCrm adapter() {
        return environment.adapter();
    }

    /** What the doctor finds of columns and rights. */
    public List<Finding> doctor() {
        DynamicsCrm crm = adapter();
        return Stream.of(
                        new CrmColumnsCheck(() -> CrmCheck.faults(LocalEnvironment.MAPS, true, crm::describe)),
                        new CrmRightsCheck(environment.inspection()))
                .flatMap(check -> check.look().stream())
                .toList();
    }

    public String column(RecordRef record, String column) {
        return environment
                .control("GET", path(record), "")
                .path("values")
                .path(column)
                .asText();
    }

    /** A seller changes a record; what was sent before is forgotten. */
    public void sellerWrites(RecordRef record, String column, String text) {
        environment.sent.clear();
        environment.control(
                "PATCH", path(record), Dataverse.object().put(column, text).toString());
    }

    /** What came of it at the connector's address, if it carries the secret. */
    public List<DynamicsEvent> events() {
        DynamicsSecret secret = new DynamicsSecret("x-cosell-secret", "s3cret <&>", Optional.empty());
        return environment.sent.stream()
                .filter(sent -> sent.target().equals(LocalEnvironment.EVENTS))
                .filter(sent -> secret.refusal(lowerCase(sent.headers())).isEmpty())
                .map(sent -> DynamicsEvent.parse(
                        sent.body(), Map.of(), LocalEnvironment.MAPS, adapter().names()))
                .toList();
    }

    private static Map<String, String> lowerCase(Map<String, String> headers) {
        return headers.entrySet().stream()
                .collect(Collectors.toMap(header -> header.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue));
    }

    private static String path(RecordRef record) {
        return "records/" + record.table() + "/" + record.id();
    }
}
