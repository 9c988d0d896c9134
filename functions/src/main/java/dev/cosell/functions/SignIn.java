package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import dev.cosell.Connector;
import dev.cosell.operate.RequestForm;
import java.util.Optional;
import java.util.function.Supplier;

/** The sign-in of the Partner Center user and every secret: begun, ended, watched, renewed. */
public final class SignIn {
    private final Supplier<Connector> connector;

    public SignIn() {
        this(App::connector);
    }

    SignIn(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("SignIn")
    public HttpResponseMessage begin(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "sign-in")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answerActing(
                request, context, () -> connector.get().signIns().desk().begin());
    }

    /** The browser comes from Microsoft without a key: it is the state that proves that an operator began. */
    @FunctionName("SignInCallback")
    public HttpResponseMessage end(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "sign-in/callback")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.page(
                request, context, () -> connector.get().signIns().desk().end(request.getQueryParameters()));
    }

    @FunctionName("TokenWatch")
    public void watch(
            @TimerTrigger(name = "timer", schedule = "%TOKEN_WATCH_SCHEDULE%") String timer, ExecutionContext context) {
        context.getLogger().info(connector.get().signIns().watch().run());
    }

    @FunctionName("Reconnect")
    public HttpResponseMessage reconnect(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "reconnect")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(request, context, () -> {
            Http.command(request, RequestForm.NOTHING);
            return connector.get().signIns().reconnect().reconnect();
        });
    }
}
