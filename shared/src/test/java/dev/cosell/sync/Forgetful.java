package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Systems that answer "done" and drop a part of what was written. */
final class Forgetful {
    private Forgetful() {}

    /** @param drops whether it does so now */
    static Ports crm(Ports ports, String column, BooleanSupplier drops) {
        return ports.with(dropping(Crm.class, ports.crm(), "update", column, drops));
    }

    /** @param drops whether it does so now */
    static Ports partnerCenter(Ports ports, String path, BooleanSupplier drops) {
        return ports.with(dropping(PartnerCenter.class, ports.partnerCenter(), "patch", path, drops));
    }

    private static <T> T dropping(Class<T> port, T real, String verb, String path, BooleanSupplier drops) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, given) -> {
                    Object[] arguments = given == null ? new Object[0] : given.clone();
                    if (method.getName().equals(verb) && drops.getAsBoolean()) {
                        int last = arguments.length - 1;
                        arguments[last] = without((Map<?, ?>) arguments[last], path);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }

    private static Map<String, JsonNode> without(Map<?, ?> values, String path) {
        Map<String, JsonNode> rest = new LinkedHashMap<>();
        values.forEach((key, value) -> rest.put((String) key, (JsonNode) value));
        rest.remove(path);
        return rest;
    }
}
