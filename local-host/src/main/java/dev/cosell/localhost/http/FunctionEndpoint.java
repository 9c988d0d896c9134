package dev.cosell.localhost.http;

import com.microsoft.azure.functions.HttpMethod;
import com.sun.net.httpserver.HttpExchange;
import dev.cosell.localhost.app.AuthLevel;
import dev.cosell.localhost.app.HostLog;
import dev.cosell.localhost.invoke.FunctionMethod;
import dev.cosell.localhost.invoke.Invoker;
import dev.cosell.localhost.invoke.Outcome;
import dev.cosell.localhost.invoke.RequestHead;
import dev.cosell.localhost.invoke.TriggerEvent;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/** From a request to the function behind its route, and back. */
final class FunctionEndpoint {
    private final RouteTable routes;
    private final Map<String, FunctionMethod> functions;
    private final Invoker invoker;
    private final Keys keys;
    private final OptionalInt maxOutstanding;
    private final long bodyLimit;
    private final HostLog log;
    private final AtomicInteger outstanding = new AtomicInteger();

    FunctionEndpoint(HttpListener.Parts parts, HostLog log) {
        this.routes = parts.routes();
        this.functions = parts.functions();
        this.invoker = parts.invoker();
        this.keys = parts.keys();
        this.maxOutstanding = parts.maxOutstanding();
        this.bodyLimit = parts.bodyLimit();
        this.log = log;
    }

    Reply answer(HttpExchange exchange, List<String> path) throws IOException {
        try {
            if (outstanding.incrementAndGet() > maxOutstanding.orElse(Integer.MAX_VALUE)) {
                return Reply.empty(429);
            }
            Optional<HttpMethod> method = RequestReader.method(exchange);
            Optional<RouteTable.Match> match = method.flatMap(known -> routes.find(known, path));
            if (match.isEmpty()) {
                return Reply.empty(404);
            }
            RequestHead head = RequestReader.head(exchange, method.orElseThrow());
            if (!keys.open(match.get().trigger().authLevel(), presentedKey(head))) {
                return Reply.empty(401);
            }
            Optional<Long> length = RequestReader.contentLength(exchange);
            if (length.orElse(0L) > bodyLimit) {
                return Reply.empty(413);
            }
            Optional<byte[]> body =
                    length.isPresent() ? Optional.of(RequestReader.body(exchange, length.get())) : Optional.empty();
            return call(match.get(), new TriggerEvent(body, match.get().parameters(), Optional.of(head)));
        } finally {
            outstanding.decrementAndGet();
        }
    }

    /** Whether the request carries the master key. */
    boolean isMaster(HttpExchange exchange, HttpMethod method) {
        return keys.open(AuthLevel.ADMIN, presentedKey(RequestReader.head(exchange, method)));
    }

    private Reply call(RouteTable.Match match, TriggerEvent event) {
        return switch (invoker.invoke(functions.get(match.function().name()), event)) {
            case Outcome.Failed failed -> Reply.empty(500);
            case Outcome.Returned returned -> {
                try {
                    yield Reply.of(returned.value());
                } catch (IllegalArgumentException unusable) {
                    log.error("Function '" + match.function().name() + "' returned no usable response", unusable);
                    yield Reply.empty(500);
                }
            }
        };
    }

    private static String presentedKey(RequestHead head) {
        return Optional.ofNullable(head.headers().get("x-functions-key"))
                .or(() -> Optional.ofNullable(head.query().get("code")))
                .orElse("");
    }
}
