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
import dev.cosell.operate.Reply;
import java.util.Optional;
import java.util.function.Function;
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
        return ask(request, context, moves -> moves.accept(id, Http.command(request)));
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
        return ask(request, context, moves -> moves.decline(id, Http.command(request)));
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
        return ask(request, context, moves -> moves.win(id, Http.command(request)));
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
        return ask(request, context, moves -> moves.lose(id, Http.command(request)));
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
        return ask(request, context, moves -> moves.closeAsError(id, Http.command(request)));
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
        return ask(request, context, moves -> moves.cancelClose(id, Http.command(request)));
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
        return ask(request, context, moves -> moves.closeNow(id, Http.command(request)));
    }

    private HttpResponseMessage ask(
            HttpRequestMessage<Optional<String>> request,
            ExecutionContext context,
            Function<dev.cosell.operate.Moves, Reply> move) {
        return Http.answer(request, context, () -> move.apply(connector.get().moves()));
    }
}
