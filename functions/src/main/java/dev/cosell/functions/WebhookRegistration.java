package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.cosell.Connector;
import dev.cosell.operate.RequestForm;
import java.util.Optional;
import java.util.function.Supplier;

/** Partner Center's one webhook registration: whose it is, and making it ours. */
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
                        ? connector.get().webhookRegistration().register(Http.command(request, RequestForm.WEBHOOK))
                        : connector.get().webhookRegistration().show());
    }
}
