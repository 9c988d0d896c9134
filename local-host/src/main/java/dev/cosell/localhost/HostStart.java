package dev.cosell.localhost;

import dev.cosell.localhost.app.AppPackage;
import dev.cosell.localhost.app.Faults;
import dev.cosell.localhost.app.FunctionDefinition;
import dev.cosell.localhost.app.HostLog;
import dev.cosell.localhost.app.Listener;
import dev.cosell.localhost.app.Trigger;
import dev.cosell.localhost.http.HttpListener;
import dev.cosell.localhost.http.RouteTable;
import dev.cosell.localhost.invoke.FunctionMethod;
import dev.cosell.localhost.invoke.Instances;
import dev.cosell.localhost.invoke.Invoker;
import dev.cosell.localhost.invoke.MethodReader;
import dev.cosell.localhost.queue.QueueListener;
import dev.cosell.localhost.timer.Schedule;
import dev.cosell.localhost.timer.TimerListener;
import java.net.URLClassLoader;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** The steps of one start: check everything, report all faults together, only then start anything. */
final class HostStart {
    private static final String BODY_LIMIT_SETTING = "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT";
    /** 100 MiB: the real host's default, in bytes. */
    private static final String DEFAULT_BODY_LIMIT = "104857600";

    private final HostOptions options;
    private final AppPackage app;
    private final URLClassLoader classes;
    private final Faults faults;
    private final HostLog log;
    private final Instances instances;
    private final Invoker invoker;
    private final RouteTable routes;
    private final Map<String, FunctionMethod> methods = new HashMap<>();
    private final Map<String, Consumer<String>> starters = new HashMap<>();
    private final List<Runnable> launches = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();

    HostStart(HostOptions options, AppPackage app, URLClassLoader classes, Faults faults) {
        this.options = options;
        this.app = app;
        this.classes = classes;
        this.faults = faults;
        this.log = new HostLog(options.log());
        this.instances = Instances.load(classes, faults);
        this.invoker = new Invoker(instances, app.host().functionTimeout(), log);
        this.routes = RouteTable.of(app.functions(), app.host().http().routePrefix(), faults);
    }

    LocalHost run() {
        app.functions().forEach(this::read);
        long bodyLimit = bodyLimit();
        faults.throwIfAny();
        HttpListener http = HttpListener.start(
                options.port(),
                new HttpListener.Parts(
                        routes,
                        methods,
                        starters,
                        invoker,
                        options.keys(),
                        app.host().http().maxOutstandingRequests(),
                        bodyLimit),
                log);
        listeners.add(http);
        launches.forEach(Runnable::run);
        announce(http);
        return new LocalHost(log, options.closeLimit(), classes, invoker, http, List.copyOf(listeners));
    }

    private void read(FunctionDefinition function) {
        MethodReader.read(function, routes.parametersOf(function), classes, faults)
                .ifPresent(method -> {
                    instances.check(method, faults);
                    methods.put(function.name(), method);
                    if (!function.disabled()) {
                        faults.check("function " + function.name(), () -> prepare(method));
                    }
                });
    }

    /** Makes the listener, so that its faults show, but starts nothing. */
    private FunctionMethod prepare(FunctionMethod method) {
        switch (method.definition().trigger()) {
            case Trigger.Http http -> {}
            case Trigger.Queue queue -> {
                QueueListener listener =
                        new QueueListener(method, queue, app.host().queues(), QueueListener.LOCK, invoker, log);
                add(method, listener, listener::start, listener::runNow);
            }
            case Trigger.Timer timer -> {
                Schedule schedule = Schedule.parse(timer.schedule());
                TimerListener listener = new TimerListener(method, timer, schedule, invoker, Clock.systemUTC(), log);
                add(method, listener, listener::start, input -> listener.runNow());
            }
        }
        return method;
    }

    private void add(FunctionMethod method, Listener listener, Runnable launch, Consumer<String> runNow) {
        listeners.add(listener);
        launches.add(launch);
        starters.put(
                method.name().toLowerCase(Locale.ROOT),
                input -> Thread.ofVirtual().name("manual-" + method.name()).start(() -> runNow.accept(input)));
    }

    private long bodyLimit() {
        String text = app.settings().get(BODY_LIMIT_SETTING).orElse(DEFAULT_BODY_LIMIT);
        if (!text.matches("\\d{1,9}")) {
            faults.add("setting " + BODY_LIMIT_SETTING + " must be a number of bytes below 1000000000; found '" + text
                    + "'");
            return 0;
        }
        return Long.parseLong(text);
    }

    private void announce(HttpListener http) {
        for (FunctionDefinition function : app.functions()) {
            if (function.disabled()) {
                log.info("Function '" + function.name() + "' is disabled");
            }
        }
        routes.entries().stream()
                .filter(entry -> !entry.function().disabled())
                .forEach(entry -> log.info(entry.function().name() + ": "
                        + entry.trigger().methods() + " " + http.baseUrl() + "/" + entry.route()));
    }
}
