package dev.cosell.functions;

import com.fasterxml.jackson.databind.JsonNode;
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

/** Decides about shared records that wait for approval. */
public final class Approvals {
    private final Supplier<Connector> connector;

    public Approvals() {
        this(App::connector);
    }

    Approvals(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("ApproveReferral")
    public HttpResponseMessage approve(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "referrals/{id}/approve")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> connector
                        .get()
                        .commands()
                        .approvals()
                        .approve(id, Asker.of(Http.signedIn(request), Http.command(request, RequestForm.ASK))));
    }

    @FunctionName("RejectReferral")
    public HttpResponseMessage reject(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "referrals/{id}/reject")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return Http.answer(request, context, () -> {
            JsonNode command = Http.command(request, RequestForm.REASONED);
            return connector
                    .get()
                    .commands()
                    .approvals()
                    .reject(id, command, Asker.of(Http.signedIn(request), command));
        });
    }
}
