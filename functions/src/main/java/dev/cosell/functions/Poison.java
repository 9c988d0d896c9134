package dev.cosell.functions;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Optional;
import java.util.function.Supplier;

/** Parked messages: list, queue again, give up. */
public final class Poison {
    private final Supplier<Connector> connector;

    public Poison() {
        this(App::connector);
    }

    Poison(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("Poison")
    public HttpResponseMessage list(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "poison")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> connector.get().poison().list(Http.query(request, "queue"), Http.query(request, "next")),
                "queue",
                "next");
    }

    @FunctionName("RequeuePoison")
    public HttpResponseMessage requeue(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "poison/requeue")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request, context, () -> connector.get().poison().requeue(Http.command(request, RequestForm.REQUEUE)));
    }

    @FunctionName("DiscardPoison")
    public HttpResponseMessage discard(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "poison/discard")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(request, context, () -> {
            JsonNode command = Http.command(request, RequestForm.DISCARD);
            Reply reply = connector.get().poison().discard(command);
            Http.note(
                    context,
                    "discarded id=" + command.path("id").asText() + " reason="
                            + command.path("reason").asText());
            return reply;
        });
    }
}
