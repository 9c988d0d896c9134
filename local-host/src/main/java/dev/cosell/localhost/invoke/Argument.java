package dev.cosell.localhost.invoke;

import com.microsoft.azure.functions.ExecutionContext;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Where the value of one parameter comes from: the whole of what the local host can bind. */
sealed interface Argument {
    /**
     * The value to pass; null only where the functions API says so (a body that is absent).
     *
     * @throws BindingFailure if what arrived cannot become this argument
     */
    Object from(TriggerEvent event, ExecutionContext context);

    record BodyText() implements Argument {
        @Override
        public Object from(TriggerEvent event, ExecutionContext context) {
            return text(event).orElse(null);
        }
    }

    record OptionalBodyText() implements Argument {
        @Override
        public Object from(TriggerEvent event, ExecutionContext context) {
            return text(event);
        }
    }

    /** The real worker hands an HTTP body over as bytes only for these content types; any other cannot be bound. */
    record BodyBytes() implements Argument {
        @Override
        public Object from(TriggerEvent event, ExecutionContext context) {
            event.request().filter(request -> event.body().isPresent()).ifPresent(BodyBytes::mustBeBinary);
            return event.body().orElse(null);
        }

        private static void mustBeBinary(RequestHead request) {
            String type = request.headers().getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
            if (!type.startsWith("application/octet-stream") && !type.startsWith("multipart/")) {
                throw new BindingFailure(
                        "a byte[] body needs content type application/octet-stream or multipart/*; found '" + type
                                + "'");
            }
        }
    }

    record HttpRequest(boolean optionalBody) implements Argument {
        @Override
        public Object from(TriggerEvent event, ExecutionContext context) {
            RequestHead head = event.request().orElseThrow(() -> new BindingFailure("this event is no HTTP request"));
            if (optionalBody) {
                return new Request<>(head, text(event));
            }
            return new Request<>(head, text(event).orElse(null));
        }
    }

    record Context() implements Argument {
        @Override
        public Object from(TriggerEvent event, ExecutionContext context) {
            return context;
        }
    }

    record Name(String name, Class<?> type) implements Argument {
        @Override
        public Object from(TriggerEvent event, ExecutionContext context) {
            String value = event.names().get(name);
            if (value == null) {
                throw new BindingFailure("@BindingName(\"" + name + "\") is not in this event; found "
                        + event.names().keySet());
            }
            try {
                if (type == long.class) {
                    return Long.valueOf(value);
                }
                return type == int.class ? Integer.valueOf(value) : value;
            } catch (NumberFormatException e) {
                throw new BindingFailure(
                        "@BindingName(\"" + name + "\") must be a whole number (" + type + "); found '" + value + "'");
            }
        }
    }

    private static Optional<String> text(TriggerEvent event) {
        return event.body().map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
