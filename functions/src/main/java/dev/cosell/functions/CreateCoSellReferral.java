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

/** Shares one CRM record, or many, with Partner Center on request. */
public final class CreateCoSellReferral {
    private final Supplier<Connector> connector;

    public CreateCoSellReferral() {
        this(App::connector);
    }

    CreateCoSellReferral(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("CreateCoSellReferral")
    public HttpResponseMessage create(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "co-sell-referrals")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> connector.get().shares().sharing().share(Http.command(request, RequestForm.SHARE)));
    }
}
