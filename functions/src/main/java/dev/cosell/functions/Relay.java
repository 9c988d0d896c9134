package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.cosell.Connector;
import dev.cosell.operate.Reply;
import dev.cosell.operate.RequestForm;
import dev.cosell.operate.relay.RelayDesk;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Whom Partner Center's callbacks are passed on to, and what became of those that nobody took. */
public final class Relay {
    private final Supplier<Connector> connector;

    public Relay() {
        this(App::connector);
    }

    Relay(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("Relay")
    public HttpResponseMessage show(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "relay")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request, context, () -> connector.get().webhook().relayDesk().show());
    }

    @FunctionName("RequeueRelay")
    public HttpResponseMessage requeue(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "relay/requeue")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(request, context, () -> empty(request, RelayDesk::requeue));
    }

    @FunctionName("DiscardRelay")
    public HttpResponseMessage discard(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "relay/discard")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(request, context, () -> empty(request, RelayDesk::discard));
    }

    private Reply empty(HttpRequestMessage<Optional<String>> request, Function<RelayDesk, Reply> operation) {
        Http.command(request, RequestForm.NOTHING);
        return operation.apply(connector.get().webhook().relayDesk());
    }
}
