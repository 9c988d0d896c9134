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

/** Partner Center's one webhook registration: whose it is, making it ours, keeping it, giving it back. */
public final class WebhookRegistration {
    private final Supplier<Connector> connector;

    public WebhookRegistration() {
        this(App::connector);
    }

    WebhookRegistration(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("WebhookRegistration")
    public HttpResponseMessage handle(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET, HttpMethod.PUT},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "webhook-registration")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> request.getHttpMethod() == HttpMethod.PUT
                        ? connector.get().webhook().registration().register(Http.command(request, RequestForm.WEBHOOK))
                        : connector.get().webhook().registration().show());
    }

    @FunctionName("RestoreWebhook")
    public HttpResponseMessage restore(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "webhook-registration/restore")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> connector
                        .get()
                        .webhook()
                        .registration()
                        .restore(Http.command(request, RequestForm.WEBHOOK_RESTORE)));
    }

    @FunctionName("CheckWebhook")
    public HttpResponseMessage checkNow(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "webhook-registration/check")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(request, context, () -> {
            Http.command(request, RequestForm.NOTHING);
            return connector.get().webhook().check().request();
        });
    }

    @FunctionName("WebhookCheck")
    public void check(
            @TimerTrigger(name = "timer", schedule = "%WEBHOOK_CHECK_SCHEDULE%") String timer,
            ExecutionContext context) {
        context.getLogger().info(connector.get().webhook().check().check());
    }

    @FunctionName("WebhookPoll")
    public void poll(
            @TimerTrigger(name = "timer", schedule = "%WEBHOOK_POLL_SCHEDULE%") String timer,
            ExecutionContext context) {
        context.getLogger().info(connector.get().webhook().check().poll());
    }
}
