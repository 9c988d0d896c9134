package dev.cosell.functions;

import com.fasterxml.jackson.databind.JsonNode;
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
import dev.cosell.operate.RequestForm;
import java.util.Optional;
import java.util.function.Supplier;

/** The moves of a deal on request: a route for each. */
public final class Moves {
    /** One of the operation's methods. */
    private interface Move {
        Reply ask(dev.cosell.operate.command.Moves moves, String id, JsonNode request);
    }

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
        return ask(request, id, context, RequestForm.ASK, dev.cosell.operate.command.Moves::accept);
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
        return ask(request, id, context, RequestForm.REASONED, dev.cosell.operate.command.Moves::decline);
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
        return ask(request, id, context, RequestForm.ASK, dev.cosell.operate.command.Moves::win);
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
        return ask(request, id, context, RequestForm.REASONED, dev.cosell.operate.command.Moves::lose);
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
        return ask(request, id, context, RequestForm.REASONED, dev.cosell.operate.command.Moves::closeAsError);
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
        return ask(request, id, context, RequestForm.ASK, dev.cosell.operate.command.Moves::cancelClose);
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
        return ask(request, id, context, RequestForm.ASK, dev.cosell.operate.command.Moves::closeNow);
    }

    private HttpResponseMessage ask(
            HttpRequestMessage<Optional<String>> request,
            String id,
            ExecutionContext context,
            RequestForm form,
            Move move) {
        return Http.answer(
                request, context, () -> move.ask(connector.get().commands().moves(), id, Http.command(request, form)));
    }
}
