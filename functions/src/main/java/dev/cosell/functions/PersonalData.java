package dev.cosell.functions;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.cosell.Connector;
import dev.cosell.operate.Asker;
import dev.cosell.operate.RequestForm;
import java.util.Optional;
import java.util.function.Supplier;

/** Erases a person from what is stored, and tells who asked for that. */
public final class PersonalData {
    private final Supplier<Connector> connector;

    public PersonalData() {
        this(App::connector);
    }

    PersonalData(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("ErasePersonalData")
    public HttpResponseMessage erase(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "personal-data/erase")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(request, context, () -> {
            JsonNode command = Http.command(request, RequestForm.ERASE);
            return connector.get().privacy().erasure().erase(command, Asker.of(Http.signedIn(request), command));
        });
    }

    @FunctionName("Erasures")
    public HttpResponseMessage erasures(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "personal-data/erasures")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request, context, () -> connector.get().privacy().erasure().erasures());
    }
}
