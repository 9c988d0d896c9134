package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.PartnerCenter;
import dev.cosell.sync.port.Ports;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** Systems that answer "done" and drop, or change, a part of what was written, or that hide a part of what they hold. */
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

    /** @param hides whether it does so now */
    static Ports hiding(Ports ports, String column, BooleanSupplier hides) {
        Crm real = ports.crm();
        return ports.with((Crm) Proxy.newProxyInstance(
                Crm.class.getClassLoader(), new Class<?>[] {Crm.class}, (proxy, method, given) -> {
                    try {
                        Object answer = method.invoke(real, given);
                        return answer instanceof Snapshot shown && hides.getAsBoolean()
                                ? new Snapshot(
                                        without(shown.values(), column),
                                        shown.version(),
                                        shown.updatedAt(),
                                        shown.by(),
                                        shown.mergedInto())
                                : answer;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }

    /** A rule of the CRM rewrites what is about to be stored, whoever makes or changes a record. */
    static Ports ruled(Ports ports, UnaryOperator<Map<String, JsonNode>> rule) {
        Crm made = altering(Crm.class, ports.crm(), "create", rule);
        return ports.with(altering(Crm.class, made, "update", rule));
    }

    private static <T> T dropping(Class<T> port, T real, String verb, String path, BooleanSupplier drops) {
        return altering(port, real, verb, values -> drops.getAsBoolean() ? without(values, path) : values);
    }

    private static <T> T altering(Class<T> port, T real, String verb, UnaryOperator<Map<String, JsonNode>> rule) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, given) -> {
                    Object[] arguments = given == null ? new Object[0] : given.clone();
                    if (method.getName().equals(verb)) {
                        int last = arguments.length - 1;
                        arguments[last] = rule.apply(values((Map<?, ?>) arguments[last]));
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }

    private static Map<String, JsonNode> values(Map<?, ?> given) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        given.forEach((key, value) -> values.put((String) key, (JsonNode) value));
        return values;
    }

    private static Map<String, JsonNode> without(Map<String, JsonNode> values, String path) {
        Map<String, JsonNode> rest = new LinkedHashMap<>(values);
        rest.remove(path);
        return rest;
    }
}
