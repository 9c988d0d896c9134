package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.cosell.operate.console.ConsoleFiles;
import java.util.Optional;

/** The operators' console: a page without data, which asks for a key and then calls the other routes with it. */
public final class Console {
    @FunctionName("Console")
    public HttpResponseMessage page(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "console")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return ConsoleAnswer.of(request, context, ConsoleFiles::page);
    }

    @FunctionName("ConsoleFile")
    public HttpResponseMessage part(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "console/{file}")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("file") String file,
            ExecutionContext context) {
        return ConsoleAnswer.of(request, context, () -> ConsoleFiles.part(file));
    }
}
