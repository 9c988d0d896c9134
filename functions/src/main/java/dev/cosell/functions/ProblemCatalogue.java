package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.cosell.operate.ProblemPages;
import java.util.Optional;

/** The catalogue of problems, for whoever followed a link from a record: it names no deal and needs no key. */
public final class ProblemCatalogue {
    @FunctionName("Problems")
    public HttpResponseMessage all(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "problems")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.page(request, context, ProblemPages::all);
    }

    @FunctionName("Problem")
    public HttpResponseMessage one(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "problems/{code}")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("code") String code,
            ExecutionContext context) {
        return Http.page(request, context, () -> ProblemPages.one(code));
    }
}
