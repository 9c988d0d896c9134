package dev.cosell.localhost;

import dev.cosell.localhost.fixture.FaultyFunctions;
import dev.cosell.localhost.fixture.Gate;
import dev.cosell.localhost.fixture.Greeter;
import dev.cosell.localhost.fixture.GreeterInjector;
import dev.cosell.localhost.fixture.HttpFunctions;
import dev.cosell.localhost.fixture.QueueFunctions;
import dev.cosell.localhost.fixture.TimerFunctions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Writes a package directory as the Maven plugin would, around the classes of the fixture app. */
final class FixtureApp {
    private static final List<Class<?>> CLASSES = List.of(
            FaultyFunctions.class,
            FaultyFunctions.Deal.class,
            Gate.class,
            Greeter.class,
            GreeterInjector.class,
            HttpFunctions.class,
            QueueFunctions.class,
            TimerFunctions.class);

    private final Path directory;

    private FixtureApp(Path directory) {
        this.directory = directory;
    }

    static FixtureApp in(Path directory) throws IOException {
        FixtureApp app = new FixtureApp(directory);
        app.jar("");
        return app.file("host.json", "{\"version\": \"2.0\"}");
    }

    Path directory() {
        return directory;
    }

    FixtureApp file(String name, String text) throws IOException {
        Files.createDirectories(directory.resolve(name).getParent());
        Files.writeString(directory.resolve(name), text);
        return this;
    }

    FixtureApp injector() throws IOException {
        jar(GreeterInjector.class.getName());
        return this;
    }

    FixtureApp http(String name, String method, String properties) throws IOException {
        return function(
                name,
                HttpFunctions.class,
                method,
                "{\"type\":\"httpTrigger\",\"direction\":\"in\",\"name\":\"request\"," + properties
                        + "}, {\"type\":\"http\",\"direction\":\"out\",\"name\":\"$return\"}");
    }

    FixtureApp queue(String name, String method, String queue) throws IOException {
        return function(
                name,
                QueueFunctions.class,
                method,
                "{\"type\":\"queueTrigger\",\"direction\":\"in\",\"name\":\"message\",\"queueName\":\"" + queue
                        + "\",\"connection\":\"Work\"}");
    }

    FixtureApp timer(String name, String method, String schedule, boolean runOnStartup) throws IOException {
        return function(
                name,
                TimerFunctions.class,
                method,
                "{\"type\":\"timerTrigger\",\"direction\":\"in\",\"name\":\"timer\",\"schedule\":\"" + schedule
                        + "\",\"runOnStartup\":" + runOnStartup + "}");
    }

    FixtureApp function(String name, Class<?> type, String method, String bindings) throws IOException {
        return file(
                name + "/function.json",
                "{\"scriptFile\":\"../app.jar\",\"entryPoint\":\"" + type.getName() + "." + method + "\",\"bindings\":["
                        + bindings + "]}");
    }

    private void jar(String injector) throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(directory.resolve("app.jar")))) {
            for (Class<?> type : CLASSES) {
                String name = type.getName().replace('.', '/') + ".class";
                try (InputStream bytes = type.getClassLoader().getResourceAsStream(name)) {
                    add(jar, name, bytes.readAllBytes());
                }
            }
            if (!injector.isEmpty()) {
                String service = "META-INF/services/com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector";
                add(jar, service, injector.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void add(JarOutputStream jar, String name, byte[] bytes) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(bytes);
        jar.closeEntry();
    }
}
