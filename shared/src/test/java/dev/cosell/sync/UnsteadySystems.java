package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Referral;
import dev.cosell.sync.memory.MemoryPartnerCenter;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.Snapshot;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.PartnerCenter;
import dev.cosell.sync.port.Ports;
import dev.cosell.sync.port.Written;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Both systems as they are on a bad day, beyond calls that fail: Partner Center shows what was true a moment ago, a column
 * is hidden, a write is answered with "changed meanwhile" or "exists already" although it was done, or lands after its
 * caller gave up.
 */
final class UnsteadySystems {
    /** How long Partner Center may go on showing what a referral was before its latest change. */
    private static final Duration STALE = Duration.ofSeconds(45);

    private static final Set<String> WRITES = Set.of("patch", "create", "update", "tell");
    private static final List<String> HIDDEN_MEMBERS =
            List.of("/details/notes", "/details/dealValue", "/details/closingDateTime");
    private static final List<String> HIDDEN_COLUMNS =
            List.of("description", "estimatedvalue", "estimatedamount", "estimatedclosedate");

    /** What the history makes of a write that lands late. */
    interface Late {
        /** The caller waits for its time limit; meanwhile, or a little later, the call has its effect. */
        void lands(Runnable effect);
    }

    private final Mishaps mishaps;
    private final Random random;
    private final Supplier<Watch> watch;
    private final Late late;

    UnsteadySystems(Mishaps mishaps, Random random, Supplier<Watch> watch, Late late) {
        this.mishaps = mishaps;
        this.random = random;
        this.watch = watch;
        this.late = late;
    }

    /** The ports with both systems unsteady. */
    Ports over(Ports ports) {
        MemoryPartnerCenter memory = (MemoryPartnerCenter) ports.partnerCenter();
        PartnerCenter partnerCenter = unsteady(
                PartnerCenter.class,
                RemoteSystem.PARTNER_CENTER,
                memory,
                (arguments, result) -> result instanceof Referral read ? shownNow(memory, read) : result);
        Crm crm = unsteady(
                Crm.class,
                RemoteSystem.CRM,
                ports.crm(),
                (arguments, result) ->
                        result instanceof Snapshot read ? hidden((RecordRef) arguments[0], read) : result);
        return ports.with(partnerCenter).with(crm);
    }

    private interface Reading {
        Object shows(Object[] arguments, Object result);
    }

    private <T> T unsteady(Class<T> port, RemoteSystem system, T real, Reading reading) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (proxy, method, arguments) -> call(system, real, reading, method, arguments)));
    }

    private Object call(RemoteSystem system, Object real, Reading reading, Method method, Object[] arguments)
            throws Throwable {
        boolean write = WRITES.contains(method.getName());
        if (conditional(method)) {
            watch.get().writes(arguments);
        }
        if (write && mishaps.happens(mishaps.landingLate)) {
            late.lands(() -> landing(real, method, arguments));
            throw Problem.of(ProblemCode.TIMED_OUT, "no answer in time")
                    .from(system)
                    .withOutcomeUnknown()
                    .failure();
        }
        Object result = answer(real, method, arguments);
        boolean denied = result instanceof Written.Done && deniable(method) && mishaps.happens(mishaps.doubting);
        if (denied) {
            watch.get().denied();
        }
        watch.get().answered(method.getName(), denied ? new Written.Stale() : result);
        if (method.getName().equals("read")) {
            return reading.shows(arguments, result);
        }
        return denied ? new Written.Stale() : result;
    }

    /**
     * "Changed meanwhile", or "exists already", as a gateway answers that sent a write twice. Where nothing is ever denied no
     * chance is drawn for a create: such a history is what it was before creates were denied.
     */
    private boolean deniable(Method method) {
        return conditional(method) || method.getName().equals("create") && mishaps.doubting > 0;
    }

    private static boolean conditional(Method method) {
        return method.getName().equals("patch") || method.getName().equals("update");
    }

    private static void landing(Object real, Method method, Object[] arguments) {
        try {
            invoke(real, method, arguments);
        } catch (Failure refused) {
            // Nobody waits for the answer any more.
        } catch (Throwable defect) {
            throw new IllegalStateException("a late " + method.getName() + " failed", defect);
        }
    }

    private Object answer(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return invoke(real, method, arguments);
        } catch (Failure refused) {
            watch.get().refused(method.getName(), refused.problem());
            throw refused;
        }
    }

    private static Object invoke(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    private Referral shownNow(MemoryPartnerCenter memory, Referral read) {
        Referral shown = memory.former(read.id(), STALE)
                .filter(was -> mishaps.happens(mishaps.stale))
                .orElse(read);
        if (!mishaps.happens(mishaps.hiding)) {
            return shown;
        }
        ObjectNode document = shown.document().deepCopy();
        String hidden = HIDDEN_MEMBERS.get(random.nextInt(HIDDEN_MEMBERS.size()));
        int last = hidden.lastIndexOf('/');
        if (document.at(hidden.substring(0, last)) instanceof ObjectNode parent) {
            parent.remove(hidden.substring(last + 1));
        }
        watch.get().hides(Subject.referral(read.id()), hidden);
        return new Referral(document);
    }

    private Snapshot hidden(RecordRef record, Snapshot read) {
        if (!mishaps.happens(mishaps.hiding)) {
            return read;
        }
        Map<String, JsonNode> values = new LinkedHashMap<>(read.values());
        String hidden = HIDDEN_COLUMNS.get(random.nextInt(HIDDEN_COLUMNS.size()));
        values.remove(hidden);
        watch.get().hides(Subject.record(record), hidden);
        return new Snapshot(values, read.version(), read.updatedAt(), read.by(), read.mergedInto());
    }
}
