package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.cosell.Connector;
import dev.cosell.sync.Command;
import java.util.Optional;
import java.util.function.Supplier;

/** The moves of a deal on request: a route for each. */
public final class Moves {
    private final Supplier<Connector> connector;

    public Moves() {
        this(App::connector);
    }

    Moves(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("AcceptReferral")
    public HttpResponseMessage accept(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "referrals/{id}/accept")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return ask(Command.Kind.ACCEPT, request, id, context);
    }

    @FunctionName("DeclineReferral")
    public HttpResponseMessage decline(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "referrals/{id}/decline")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return ask(Command.Kind.DECLINE, request, id, context);
    }

    @FunctionName("WinReferral")
    public HttpResponseMessage win(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "referrals/{id}/win")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return ask(Command.Kind.WIN, request, id, context);
    }

    @FunctionName("LoseReferral")
    public HttpResponseMessage lose(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "referrals/{id}/lose")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return ask(Command.Kind.LOSE, request, id, context);
    }

    @FunctionName("CloseReferralAsError")
    public HttpResponseMessage closeAsError(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "referrals/{id}/error")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return ask(Command.Kind.ERROR, request, id, context);
    }

    @FunctionName("CancelClose")
    public HttpResponseMessage cancelClose(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "referrals/{id}/cancel-close")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return ask(Command.Kind.CANCEL_CLOSE, request, id, context);
    }

    @FunctionName("CloseNow")
    public HttpResponseMessage closeNow(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "referrals/{id}/close-now")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return ask(Command.Kind.CLOSE_NOW, request, id, context);
    }

    private HttpResponseMessage ask(
            Command.Kind kind, HttpRequestMessage<Optional<String>> request, String id, ExecutionContext context) {
        return Http.answer(request, context, () -> connector.get().moves().ask(kind, id, Http.command(request)));
    }
}
