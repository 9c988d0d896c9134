package dev.cosell.benchmarks;

import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.PartnerCenter;
import dev.cosell.sync.port.Ports;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Adds up what both systems need for the engine's calls, so that it can be told from what the engine needs itself. */
final class SystemsShare {
    private Need need = Need.NOTHING;

    /** The same ports; what their two systems need is added up from now on. */
    Ports watching(Ports ports) {
        return ports.with(watched(PartnerCenter.class, ports.partnerCenter())).with(watched(Crm.class, ports.crm()));
    }

    /** Since the first call. */
    Need need() {
        return need;
    }

    private <T> T watched(Class<T> port, T system) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            Need before = Need.soFar();
            try {
                return method.invoke(system, arguments);
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            } finally {
                need = need.plus(Need.soFar().minus(before));
            }
        };
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, handler));
    }
}
