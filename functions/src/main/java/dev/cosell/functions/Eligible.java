package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.cosell.Connector;
import java.util.Optional;
import java.util.function.Supplier;

/** Records that could be shared and are not. */
public final class Eligible {
    private final Supplier<Connector> connector;

    public Eligible() {
        this(App::connector);
    }

    Eligible(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("Eligible")
    public HttpResponseMessage list(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "eligible")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> connector
                        .get()
                        .shares()
                        .sharing()
                        .eligible(
                                Http.query(request, "filter"),
                                Http.query(request, "limit"),
                                Http.query(request, "next")),
                "filter",
                "limit",
                "next");
    }
}
