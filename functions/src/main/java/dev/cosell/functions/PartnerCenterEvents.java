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
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Partner Center's callbacks. Anonymous, because their signature is what authenticates them. They are taken in without asking
 * which field map is in use, for which the first one after a start would have to wait: it makes no difference to them.
 */
public final class PartnerCenterEvents {
    private final Supplier<Connector> connector;

    public PartnerCenterEvents() {
        this(App::made);
    }

    PartnerCenterEvents(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("PartnerCenterEvents")
    public HttpResponseMessage accept(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "events/partner-center")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answerStranger(
                request, context, () -> accept(connector.get().intakes(), request, context));
    }

    private static Reply accept(
            Intakes intakes, HttpRequestMessage<Optional<String>> request, ExecutionContext context) {
        return intakes.events()
                .fromPartnerCenter(
                        Http.trace(request, context),
                        trace -> intakes.partnerCenter().accept(request.getHeaders(), Http.bytes(request), trace));
    }
}
