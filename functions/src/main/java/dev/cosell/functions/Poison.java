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
import dev.cosell.operate.Asker;
import dev.cosell.operate.Reply;
import dev.cosell.operate.RequestForm;
import java.util.Optional;
import java.util.function.Supplier;

/** Parked messages: list, groups, file; give up, and what was given up. */
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
                () -> connector
                        .get()
                        .parked()
                        .poison()
                        .list(
                                Http.query(request, "queue"),
                                Http.query(request, "problem"),
                                Http.query(request, "subject"),
                                Http.query(request, "next")),
                "queue",
                "problem",
                "subject",
                "next");
    }

    @FunctionName("PoisonGroups")
    public HttpResponseMessage groups(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "poison/groups")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> connector.get().parked().groups().groups(Http.query(request, "queue")),
                "queue");
    }

    @FunctionName("DownloadPoison")
    public HttpResponseMessage download(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "poison/download")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.lines(
                request,
                context,
                () -> connector
                        .get()
                        .parked()
                        .poison()
                        .download(
                                Http.query(request, "queue"),
                                Http.query(request, "problem"),
                                Http.query(request, "next")),
                "queue",
                "problem",
                "next");
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
            Reply reply =
                    connector.get().parked().discard().discard(command, Asker.of(Http.signedIn(request), command));
            Http.note(context, "discarded id=" + command.path("id").asText());
            return reply;
        });
    }

    @FunctionName("DiscardedPoison")
    public HttpResponseMessage discarded(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "poison/discarded")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> connector.get().parked().poison().discarded(Http.query(request, "next")),
                "next");
    }
}
