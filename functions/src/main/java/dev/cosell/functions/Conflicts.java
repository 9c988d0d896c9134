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

/** Fields that both sides changed: a list, and a decision. */
public final class Conflicts {
    private final Supplier<Connector> connector;

    public Conflicts() {
        this(App::connector);
    }

    Conflicts(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("Conflicts")
    public HttpResponseMessage list(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "conflicts")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> connector
                        .get()
                        .commands()
                        .conflicts()
                        .list(Http.query(request, "limit"), Http.query(request, "next")),
                "limit",
                "next");
    }

    @FunctionName("SettleConflict")
    public HttpResponseMessage settle(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "conflicts/settle")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> connector.get().commands().conflicts().settle(Http.command(request, RequestForm.SETTLE)));
    }
}
