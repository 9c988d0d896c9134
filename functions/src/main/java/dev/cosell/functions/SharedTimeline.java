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

/** One deal for whoever followed the link on its record: the proof in that link opens it, and nothing else. */
public final class SharedTimeline {
    private static final String PROOF = "x-cosell-proof";

    private final Supplier<Connector> connector;

    public SharedTimeline() {
        this(App::connector);
    }

    SharedTimeline(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("SharedTimeline")
    public HttpResponseMessage show(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "shared-timelines/{id}")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return Http.answerStranger(
                request,
                context,
                () -> connector
                        .get()
                        .deals()
                        .sharedTimelines()
                        .show(id, request.getHeaders().getOrDefault(PROOF, "")));
    }
}
