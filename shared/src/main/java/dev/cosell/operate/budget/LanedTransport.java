package dev.cosell.operate.budget;

import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.http.Transport;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.port.Lane;
import java.util.Optional;
import java.util.function.BiFunction;

/** Calls of less urgent work: they are refused as soon as their lane has to wait. */
public final class LanedTransport implements Transport {
    private final Transport transport;
    private final Lane lane;
    private final BiFunction<RemoteSystem, Lane, Optional<Stop>> stops;

    /** @param stops as {@link Budgets#stop} */
    public LanedTransport(Transport transport, Lane lane, BiFunction<RemoteSystem, Lane, Optional<Stop>> stops) {
        this.transport = transport;
        this.lane = lane;
        this.stops = stops;
    }

    /** @throws dev.cosell.problem.Failure {@code BUDGET_SPENT} */
    @Override
    public Answer send(Call call) {
        stops.apply(call.system(), lane).ifPresent(stop -> {
            throw stop.problem().failure();
        });
        return transport.send(call);
    }
}
