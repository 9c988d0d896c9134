package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import dev.cosell.Connector;
import dev.cosell.operate.RequestForm;
import java.util.Optional;
import java.util.function.Supplier;

/** The solutions this partner uses: shown, listed by an admin, and learned from referrals every night. */
public final class SolutionCatalogue {
    private final Supplier<Connector> connector;

    public SolutionCatalogue() {
        this(App::connector);
    }

    SolutionCatalogue(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("Solutions")
    public HttpResponseMessage handle(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET, HttpMethod.PUT},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "solutions")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> request.getHttpMethod() == HttpMethod.PUT
                        ? connector
                                .get()
                                .shares()
                                .solutionCatalogue()
                                .replace(Http.command(request, RequestForm.SOLUTIONS))
                        : connector.get().shares().solutionCatalogue().show());
    }

    @FunctionName("SolutionCatalogue")
    public void refresh(
            @TimerTrigger(name = "timer", schedule = "%SOLUTION_CATALOGUE_SCHEDULE%") String timer,
            ExecutionContext context) {
        context.getLogger().info(connector.get().shares().solutionCatalogue().refresh());
    }
}
