package dev.cosell.fuzz;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.microsoft.azure.functions.annotation.QueueTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A function of the app, found as the host finds it and called as the worker calls it. */
record DeployedFunction(String name, Method method) {
    private static final String PACKAGE = "dev/cosell/functions/";

    /**
     * All that the app's own list names, so that none is forgotten.
     *
     * @throws IllegalStateException if a name on that list has no function
     */
    static List<DeployedFunction> all() {
        Map<String, Method> methods = triggers()
                .flatMap(trigger -> Arrays.stream(trigger.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(FunctionName.class))
                .collect(Collectors.toMap(
                        method -> method.getAnnotation(FunctionName.class).value(),
                        Function.identity(),
                        (one, other) -> one,
                        TreeMap::new));
        return listed().stream()
                .map(name -> new DeployedFunction(
                        name,
                        Optional.ofNullable(methods.get(name))
                                .orElseThrow(() -> new IllegalStateException("no function is named " + name))))
                .toList();
    }

    Optional<HttpTrigger> http() {
        return trigger(HttpTrigger.class);
    }

    Optional<QueueTrigger> queue() {
        return trigger(QueueTrigger.class);
    }

    Optional<TimerTrigger> timer() {
        return trigger(TimerTrigger.class);
    }

    /** Names of the route's variable parts. */
    List<String> variables() {
        return Arrays.stream(method.getParameters())
                .map(parameter -> parameter.getAnnotation(BindingName.class))
                .filter(Objects::nonNull)
                .map(BindingName::value)
                .toList();
    }

    HttpCall.Answered answer(HttpCall call, Invocation invocation) {
        return (HttpCall.Answered) invoke(
                parameter -> Optional.ofNullable(parameter.getAnnotation(BindingName.class))
                        .<Object>map(bound -> call.path().get(bound.value()))
                        .orElse(call),
                invocation);
    }

    /** @param content of the message or the timer */
    void work(String content, Invocation invocation) {
        invoke(parameter -> content, invocation);
    }

    /** Throws what the function throws. */
    private Object invoke(Function<Parameter, Object> input, Invocation invocation) {
        Object[] arguments = Arrays.stream(method.getParameters())
                .map(parameter -> parameter.getType() == ExecutionContext.class ? invocation : input.apply(parameter))
                .toArray();
        try {
            return method.invoke(method.getDeclaringClass().getConstructor().newInstance(), arguments);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof Error error) {
                throw error;
            }
            throw thrown.getCause() instanceof RuntimeException runtime
                    ? runtime
                    : new IllegalStateException(thrown.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(name + ": expected what the worker can call", impossible);
        }
    }

    private <A extends java.lang.annotation.Annotation> Optional<A> trigger(Class<A> kind) {
        return Arrays.stream(method.getParameters())
                .map(parameter -> parameter.getAnnotation(kind))
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static List<String> listed() {
        try (BufferedReader list = new BufferedReader(new InputStreamReader(
                DeployedFunction.class.getResourceAsStream("/" + PACKAGE + "functions.txt"), StandardCharsets.UTF_8))) {
            return list.lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The classes beside that list. */
    private static Stream<Class<?>> triggers() {
        try {
            URI list = DeployedFunction.class
                    .getResource("/" + PACKAGE + "functions.txt")
                    .toURI();
            if (list.getScheme().equals("jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(list, Map.of())) {
                    return classes(jar.getPath("/" + PACKAGE)).stream();
                }
            }
            return classes(Path.of(list).getParent()).stream();
        } catch (URISyntaxException | IOException e) {
            throw new IllegalStateException("the app's classes are on the class path", e);
        }
    }

    private static List<Class<?>> classes(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".class") && !file.contains("$") && !file.startsWith("package-"))
                    .<Class<?>>map(file -> named(PACKAGE.replace('/', '.') + file.replace(".class", "")))
                    .toList();
        }
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException impossible) {
            throw new IllegalStateException("the file is there", impossible);
        }
    }
}
