package dev.cosell.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.cosell.operate.doctor.DeployedFunctions;
import dev.cosell.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may do what, on every route of the app. No setting is given here, so whoever is let through meets {@code CFG-01} or a
 * refusal of the empty body, and whoever is not meets {@code AUTH-09} or {@code AUTH-10}.
 */
class AccessTest {
    private static final String ADA = "ada@contoso.com";
    private static final Set<Integer> REFUSALS = Set.of(401, 403, 404);

    /** Asks for an address only, and begins something with it. */
    private static final Set<String> ACTING_THOUGH_IT_GETS = Set.of("SignIn");

    /** A route that the host opens only to a key, with one of its methods. */
    record Route(OperatorRoute route, HttpMethod method) {
        boolean acts() {
            return method != HttpMethod.GET || ACTING_THOUGH_IT_GETS.contains(route.name());
        }

        String path() {
            return route.trigger().route().replaceAll("\\{\\w+}", "some-id");
        }

        @Override
        public String toString() {
            return route.name() + " " + method;
        }
    }

    static List<Route> routes() {
        return BindingsTest.functions().stream()
                .flatMap(function -> OperatorRoute.of(function).stream())
                .flatMap(route -> Arrays.stream(route.trigger().methods()).map(method -> new Route(route, method)))
                .toList();
    }

    static List<Route> acting() {
        return routes().stream().filter(Route::acts).toList();
    }

    @Test
    void thereIsSomethingToWalk() {
        assertTrue(routes().size() > 50 && acting().size() > 30, routes()::toString);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void s24_whatAKeyOpensAnOperatorCanDoSignedInToo(Route route) {
        Call call = throughPeople(route, new Call().signedIn(ADA, Role.OPERATOR.claim()));

        assertFalse(REFUSALS.contains(call.answered().status()), call.answered()::body);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void s24_aReaderMayLookAtEverythingAndDoNothing(Route route) throws IOException {
        Call call = throughPeople(route, new Call().signedIn(ADA, Role.READER.claim()));

        if (route.acts()) {
            assertProblem(403, ProblemCode.ROLE_MISSING, call);
            assertTrue(call.answered().body().contains("Cosell.Operator"), call.answered()::body);
            assertFalse(call.logged().contains(ADA), call::logged);
        } else {
            assertFalse(REFUSALS.contains(call.answered().status()), call.answered()::body);
        }
    }

    /** Somebody handed a reader a key: who they are still counts. */
    @ParameterizedTest
    @MethodSource("acting")
    void s24_aReaderMayDoNothingWithAKeyEither(Route route) throws IOException {
        Call call = new Call().method(route.method()).signedIn(ADA, Role.READER.claim());

        withAKey(route, call);

        assertProblem(403, ProblemCode.ROLE_MISSING, call);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void s24_aKeyAloneIsAnOperator(Route route) {
        Call call = new Call().method(route.method());

        withAKey(route, call);

        assertFalse(REFUSALS.contains(call.answered().status()), call.answered()::body);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void s24_whoeverIsSignedInWithoutARoleSeesNothing(Route route) throws IOException {
        Call call = throughPeople(route, new Call().signedIn(ADA, "Cosell.Owner"));

        assertProblem(403, ProblemCode.ROLE_MISSING, call);
    }

    /** Also not which routes there are. */
    @Test
    void s24_aStrangerGetsOneAnswerWhateverTheyAskFor() throws IOException {
        Call nowhere = new Call().header("x-cosell-console", "1");
        new People().handle(nowhere.request(), "no/such/route", nowhere.context());

        Set<String> answers = routes().stream()
                .map(route -> throughPeople(route, new Call()).answered().body())
                .collect(Collectors.toSet());

        assertProblem(401, ProblemCode.NOT_SIGNED_IN, nowhere);
        assertEquals(Set.of(nowhere.answered().body()), answers);
    }

    /** The browser sends a signed-in person's cookie with whatever another site asks for, but not this header. */
    @ParameterizedTest
    @MethodSource("acting")
    void s24_anotherSiteCannotActInTheNameOfWhoIsSignedIn(Route route) throws IOException {
        Call call = new Call().method(route.method()).signedIn(ADA, Role.OPERATOR.claim());

        new People().handle(call.request(), route.path(), call.context());

        assertProblem(400, ProblemCode.REQUEST_UNREADABLE, call);
    }

    @Test
    void s24_whatNeedsNoKeyIsNotAmongThePeoplesRoutes() throws IOException {
        List<String> open = BindingsTest.functions().stream()
                .flatMap(function -> Arrays.stream(function.getParameters()))
                .flatMap(parameter -> Stream.ofNullable(parameter.getAnnotation(HttpTrigger.class)))
                .filter(trigger -> trigger.authLevel() == AuthorizationLevel.ANONYMOUS)
                .map(HttpTrigger::route)
                .toList();

        for (String path : open) {
            Call call = new Call().signedIn(ADA, Role.OPERATOR.claim()).header("x-cosell-console", "1");
            new People().handle(call.request(), path, call.context());
            assertProblem(404, ProblemCode.NOT_FOUND, call);
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void s24_whatAnAdministratorSwitchedOffIsNotThereForWhoIsSignedInEither(Route route) {
        Optional<String> off = Optional.of("AzureWebJobs." + route.route().name() + ".Disabled");

        Optional<OperatorRoute> found = OperatorRoutes.find(
                route.method(),
                OperatorRoute.parts(route.path()),
                new DeployedFunctions(
                        Path.of("."),
                        List.of(),
                        name -> off.filter(name::equals).map(set -> "true")));

        assertFalse(found.filter(route.route()::equals).isPresent(), found::toString);
    }

    @Test
    void s24_thePageIsToldWhoIsSignedInAndWhatTheyMay() throws IOException {
        assertEquals("{\"signIn\":true}", session(new Call()));
        assertEquals(
                "{\"signIn\":true,\"name\":\"ada@contoso.com\",\"mayLook\":true,\"mayAct\":false}",
                session(new Call().signedIn(ADA, Role.READER.claim())));
        assertEquals(
                "{\"signIn\":true,\"name\":\"ada@contoso.com\",\"mayLook\":false,\"mayAct\":false}",
                session(new Call().signedIn(ADA)));
    }

    @Test
    void s24_theAppRegistrationGetsTheRolesThatAreKnownHere() throws IOException {
        JsonNode roles = new ObjectMapper()
                .readTree(NodeTool.ROOT.resolve("infra-bicep/app-roles.json").toFile());

        assertEquals(
                Arrays.stream(Role.values()).map(Role::claim).toList(),
                roles.valueStream().map(role -> role.path("value").asText()).toList());
    }

    private static String session(Call call) {
        new People().session(call.request(), call.context());
        return call.answered().body();
    }

    private static Call throughPeople(Route route, Call call) {
        call.method(route.method()).header("x-cosell-console", "1");
        new People().handle(call.request(), route.path(), call.context());
        return call;
    }

    /** As the host calls it once it has seen a key. */
    private static void withAKey(Route route, Call call) {
        route.route().call(call.request(), OperatorRoute.parts(route.path()), call.context());
    }

    private static void assertProblem(int status, ProblemCode code, Call call) throws IOException {
        JsonNode error = new ObjectMapper().readTree(call.answered().body()).path("error");
        assertEquals(code.code(), error.path("code").asText(), call.answered().body());
        assertEquals(status, call.answered().status());
    }
}
