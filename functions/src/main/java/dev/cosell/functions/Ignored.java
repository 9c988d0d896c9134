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
import dev.cosell.operate.Asker;
import dev.cosell.operate.RequestForm;
import java.util.Optional;
import java.util.function.Supplier;

/** Referrals that policy keeps out of the CRM: list them, let one in. */
public final class Ignored {
    private final Supplier<Connector> connector;

    public Ignored() {
        this(App::connector);
    }

    Ignored(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("Ignored")
    public HttpResponseMessage list(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "ignored")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> connector.get().deals().ignored().list(Http.query(request, "limit"), Http.query(request, "next")),
                "limit",
                "next");
    }

    @FunctionName("AdmitReferral")
    public HttpResponseMessage admit(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "referrals/{id}/admit")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> connector
                        .get()
                        .deals()
                        .ignored()
                        .admit(id, Asker.of(Http.signedIn(request), Http.command(request, RequestForm.ASK))));
    }
}
