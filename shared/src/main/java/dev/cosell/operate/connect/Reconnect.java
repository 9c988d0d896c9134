package dev.cosell.operate.connect;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.Reply;
import dev.cosell.problem.Failure;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.pair.Outage;
import dev.cosell.sync.port.Lane;
import dev.cosell.sync.port.Outages;
import java.util.Map;
import java.util.Optional;

/**
 * Takes up secrets that were replaced, without a new deployment: reads them anew, forgets every token, and tries both
 * systems. Other instances do so by themselves within five minutes, or as soon as an old secret is refused.
 */
public final class Reconnect {
    private final Runnable forget;
    private final Map<RemoteSystem, Runnable> probes;
    private final Outages outages;

    /**
     * @param forget secrets and tokens
     * @param probes a harmless call to each system; throws {@link Failure} if it fails
     */
    public Reconnect(Runnable forget, Map<RemoteSystem, Runnable> probes, Outages outages) {
        this.forget = forget;
        this.probes = probes;
        this.outages = outages;
    }

    /** 200 if every system answers, 503 otherwise; by system {@code ok} or the problem. A pause of what answers is over. */
    public Reply reconnect() {
        forget.run();
        ObjectNode systems = JsonNodeFactory.instance.objectNode();
        boolean connected = true;
        for (Map.Entry<RemoteSystem, Runnable> probe : probes.entrySet()) {
            RemoteSystem system = probe.getKey();
            Optional<Outage> out = outages.current(system, Lane.PEOPLE);
            try {
                probe.getValue().run();
                out.ifPresent(outages::end);
                systems.put(system.name(), "ok");
            } catch (Failure failure) {
                connected = false;
                systems.put(system.name(), failure.problem().toString());
            }
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("connected", connected);
        body.set("systems", systems);
        return Reply.of(connected ? 200 : 503, body);
    }
}
