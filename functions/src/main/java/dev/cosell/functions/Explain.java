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
import java.util.Optional;
import java.util.function.Supplier;

/** Why a field of a deal is what it is. */
public final class Explain {
    private final Supplier<Connector> connector;

    public Explain() {
        this(App::connector);
    }

    Explain(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("Explain")
    public HttpResponseMessage explain(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "referrals/{id}/explain")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> connector.get().deals().explanation().explain(id, Http.query(request, "field")),
                "field");
    }
}
