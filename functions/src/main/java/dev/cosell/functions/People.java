package dev.cosell.functions;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.cosell.operate.Reply;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The operators' routes for people whom the platform signed in. The host opens those routes only to a key, which a person
 * with a role of their own must not need: whoever has it may do everything. So the same routes stand here once more, open to
 * the host, and this class is the guard.
 */
public final class People {
    /** A page of another site cannot send it without asking first, and nobody here answers that question. */
    private static final String OWN_PAGE = "x-cosell-console";

    /** Whoever opened the page, as far as the platform knows: so that it can ask for a sign-in, or hide what is refused. */
    @FunctionName("Session")
    public HttpResponseMessage session(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "session")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answerStranger(request, context, () -> {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.put("signIn", SignedIn.isPossible(Http.authentication()));
            Http.person(request)
                    .ifPresent(person -> body.put("name", person.name())
                            .put("mayLook", person.may(Right.LOOK))
                            .put("mayAct", person.may(Right.ACT)));
            return Reply.of(200, body);
        });
    }

    @FunctionName("People")
    public HttpResponseMessage handle(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE},
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "people/{*path}")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("path") String path,
            ExecutionContext context) {
        // Of an address that ends here, the host binds nothing.
        List<String> parts = OperatorRoute.parts(Optional.ofNullable(path).orElse(""));
        AtomicReference<OperatorRoute> found = new AtomicReference<>();
        HttpResponseMessage refusal = Http.answerStranger(request, context, () -> {
            found.set(admitted(request, parts));
            return Reply.empty(200);
        });
        return Optional.ofNullable(found.get())
                .map(route -> route.call(request, parts, new CalledThrough(context, route.name())))
                .orElse(refusal);
    }

    /** Who is not signed in learns nothing about the route; what acts, and for whom, is decided with the route itself. */
    private static OperatorRoute admitted(HttpRequestMessage<Optional<String>> request, List<String> path) {
        SignedIn person = Http.person(request)
                .orElseThrow(
                        () -> Problem.of(ProblemCode.NOT_SIGNED_IN, "expected somebody who is signed in, found nobody")
                                .failure());
        if (!request.getHeaders().containsKey(OWN_PAGE)) {
            throw Problem.of(ProblemCode.REQUEST_UNREADABLE, "expected the header " + OWN_PAGE + ", found none")
                    .failure();
        }
        person.require(Right.LOOK);
        return OperatorRoutes.find(request.getHttpMethod(), path, App.functions())
                .orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND, "expected a route of an operator, found another")
                        .failure());
    }
}
