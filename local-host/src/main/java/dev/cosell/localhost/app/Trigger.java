package dev.cosell.localhost.app;

import com.microsoft.azure.functions.HttpMethod;
import java.util.Optional;
import java.util.Set;

/** What starts a function, with every {@code %SETTING%} resolved. */
public sealed interface Trigger {
    /** The name of the binding, which is also the {@code name} of the parameter's annotation. */
    String parameter();

    /** @param route without prefix; nothing means the function's name */
    record Http(String parameter, Optional<String> route, Set<HttpMethod> methods, AuthLevel authLevel)
            implements Trigger {}

    record Queue(String parameter, String queueName, Connection connection) implements Trigger {}

    /** @param schedule NCRONTAB or a time span, not yet parsed */
    record Timer(String parameter, String schedule, boolean runOnStartup) implements Trigger {}
}
