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
import dev.cosell.operate.RequestForm;
import java.util.Optional;
import java.util.function.Supplier;

/** Registers a won deal with Microsoft, or changes its registration. */
public final class DealRegistration {
    private final Supplier<Connector> connector;

    public DealRegistration() {
        this(App::connector);
    }

    DealRegistration(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("RegisterDeal")
    public HttpResponseMessage register(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "referrals/{id}/registration")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> connector
                        .get()
                        .commands()
                        .dealRegistrations()
                        .register(id, Http.command(request, RequestForm.REGISTRATION)));
    }
}
