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

/** A deal that lacks its other half: link it, make the other half, or forget an id. */
public final class Orphans {
    private final Supplier<Connector> connector;

    public Orphans() {
        this(App::connector);
    }

    Orphans(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("LinkReferral")
    public HttpResponseMessage link(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "referrals/{id}/link")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> connector.get().commands().orphans().link(id, Http.command(request, RequestForm.LINK)));
    }

    @FunctionName("CreateMissingHalf")
    public HttpResponseMessage create(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "referrals/{id}/create")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> connector.get().commands().orphans().create(id, Http.command(request, RequestForm.ASK)));
    }

    @FunctionName("ClearReferralId")
    public HttpResponseMessage clear(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "referrals/{id}/clear")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> connector.get().commands().orphans().clear(id, Http.command(request, RequestForm.ASK)));
    }
}
