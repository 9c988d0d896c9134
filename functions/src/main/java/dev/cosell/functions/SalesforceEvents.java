package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.cosell.Connector;
import dev.cosell.Intakes;
import dev.cosell.operate.Reply;
import dev.cosell.operate.intake.SalesforceIntake;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Salesforce's outbound messages (SOAP) and callouts (JSON). Anonymous, because the shared secret authenticates them: in a
 * header, or in the address for outbound messages, which cannot carry headers of their own.
 */
public final class SalesforceEvents {
    private static final String SECRET_HEADER = "x-cosell-secret";

    private final Supplier<Connector> connector;

    public SalesforceEvents() {
        this(App::connector);
    }

    SalesforceEvents(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("SalesforceEvents")
    public HttpResponseMessage accept(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "events/salesforce")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        HttpResponseMessage answer = Http.answerStranger(
                request, context, () -> accept(connector.get().intakes(), request, context));
        return answer.getStatusCode() == 200 ? Http.xml(request, SalesforceIntake.ACKNOWLEDGED) : answer;
    }

    private static Reply accept(
            Intakes intakes, HttpRequestMessage<Optional<String>> request, ExecutionContext context) {
        Optional<String> secret = Optional.ofNullable(request.getHeaders().get(SECRET_HEADER))
                .or(() -> Optional.ofNullable(request.getQueryParameters().get("secret")));
        return intakes.salesforce()
                .map(intake -> intakes.events()
                        .fromCrm(
                                Http.trace(request, context),
                                trace -> intake.accept(secret, Http.bytes(request), trace)))
                .orElseGet(() -> Reply.empty(404));
    }
}
