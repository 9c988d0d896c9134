package dev.cosell.operate.telemetry;

import dev.cosell.problem.Failure;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What is true now: looked at by a timer, which runs on one instance at a time, so that no two instances tell it twice. It
 * costs reads of storage and no remote call; without anybody to tell, nothing.
 */
public final class Gauges {
    private final Telemetry telemetry;
    private final Map<Metric, Supplier<Map<String, ? extends Number>>> looks;

    /** @param looks per gauge, its values by the attribute that tells them apart; under the empty text if nothing does */
    public Gauges(Telemetry telemetry, Map<Metric, Supplier<Map<String, ? extends Number>>> looks) {
        this.telemetry = telemetry;
        this.looks = new EnumMap<>(looks);
    }

    /**
     * Looks at everything; what cannot be looked at now is left out.
     *
     * @return one line for the log
     */
    public String look() {
        if (!telemetry.isOn()) {
            return "gauges=nobody-asks";
        }
        List<String> unknown = new ArrayList<>();
        looks.forEach((gauge, look) -> {
            try {
                look.get().forEach((of, value) -> set(gauge, of, value.doubleValue()));
            } catch (Failure failure) {
                unknown.add(gauge.id() + ":" + failure.problem().code().code());
            }
        });
        return "gauges=" + (looks.size() - unknown.size()) + (unknown.isEmpty() ? "" : " unknown=" + unknown);
    }

    private void set(Metric gauge, String of, double value) {
        telemetry.set(gauge, value, gauge.attributes().isEmpty() ? Attributes.empty() : Attributes.of(gauge.by(), of));
    }
}
