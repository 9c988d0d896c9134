package dev.cosell.localhost.invoke;

import com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector;
import dev.cosell.localhost.app.Faults;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Where function objects come from: the app's {@link FunctionInstanceInjector}, asked for each call, or a constructor. */
public final class Instances {
    /** A service of the real worker that would run around each call. */
    private static final String MIDDLEWARE =
            "META-INF/services/com.microsoft.azure.functions.internal.spi.middleware.Middleware";

    private final Optional<FunctionInstanceInjector> injector;

    private Instances(Optional<FunctionInstanceInjector> injector) {
        this.injector = injector;
    }

    /** Reads the app's service files; two injectors, a broken one, or middleware are faults. */
    public static Instances load(ClassLoader classes, Faults faults) {
        if (classes.getResource(MIDDLEWARE) != null) {
            faults.add("The app registers worker middleware, which the local host does not run; remove " + MIDDLEWARE);
        }
        try {
            List<FunctionInstanceInjector> injectors =
                    ServiceLoader.load(FunctionInstanceInjector.class, classes).stream()
                            .map(ServiceLoader.Provider::get)
                            .toList();
            if (injectors.size() > 1) {
                faults.add(
                        "The app registers " + injectors.size() + " FunctionInstanceInjectors; supported: at most one");
            }
            return new Instances(injectors.stream().findFirst());
        } catch (ServiceConfigurationError | LinkageError e) {
            faults.add("The app's FunctionInstanceInjector cannot be loaded: " + e
                    + Optional.ofNullable(e.getCause())
                            .map(cause -> ", because of " + cause)
                            .orElse(""));
            return new Instances(Optional.empty());
        }
    }

    /** Without an injector a public no-argument constructor is needed. */
    public void check(FunctionMethod function, Faults faults) {
        if (injector.isEmpty()) {
            try {
                function.method().getDeclaringClass().getConstructor();
            } catch (NoSuchMethodException e) {
                faults.add("function " + function.name() + ": "
                        + function.definition().className()
                        + " needs a public constructor without arguments, or the app a FunctionInstanceInjector");
            }
        }
    }

    Object instanceFor(FunctionMethod function) throws Exception {
        Class<?> type = function.method().getDeclaringClass();
        if (injector.isPresent()) {
            return injector.get().getInstance(type);
        }
        try {
            return type.getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
