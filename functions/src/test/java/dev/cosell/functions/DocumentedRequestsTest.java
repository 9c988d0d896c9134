package dev.cosell.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.RETURNS_DEFAULTS;
import static org.mockito.Mockito.mock;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import dev.cosell.Connector;
import dev.cosell.operate.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mockito.invocation.InvocationOnMock;
import org.mockito.stubbing.Answer;

/** Every request that a page tells people to send goes to a route that is there and takes it. */
class DocumentedRequestsTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /** {@code curl} with the address of an app; a command ends with its line. */
    private static final Pattern CURL = Pattern.compile("(?m)^ *curl (.*)$");

    /** {@code HOOK=https://...} in a fence: later commands of the page call it. */
    private static final Pattern ASSIGNED = Pattern.compile("(?m)^ *([A-Z_]+)=(https?://\\S+)$");

    /** A method and a path in the text, with what is sent if that stands behind it. */
    private static final Pattern SPOKEN = Pattern.compile(
            "\\b(GET|POST|PUT|DELETE) /api/([^\\s`?|]+)(?:\\?([^\\s`]+))?(?: +(\\{[^`\n]*\\})(?=`|\\s|$))?");

    /** What is behind the triggers: whoever is asked answers that it is done. */
    private static final Answer<Object> STAND_IN = new Answer<>() {
        @Override
        public Object answer(InvocationOnMock asked) throws Throwable {
            Class<?> type = asked.getMethod().getReturnType();
            if (type == Reply.class) {
                return Reply.empty(200);
            }
            Object plain = RETURNS_DEFAULTS.answer(asked);
            return plain != null || type == void.class || type == String.class ? plain : mock(type, this);
        }
    };

    private static final Connector CONNECTOR = mock(Connector.class, STAND_IN);

    /** @param query {@code name=value} each */
    record Request(String page, HttpMethod method, String path, List<String> query, Optional<String> body) {
        boolean isFor(RequestsDocsTest.Route route) {
            return route.verb() == method
                    && path.matches(route.path().replaceAll("\\{\\*\\w+}", ".+").replaceAll("\\{\\w+}", "[^/]+"));
        }

        @Override
        public String toString() {
            return page + ": " + method + " /api/" + path + " " + query + body.orElse("");
        }
    }

    @Test
    void everyRequestOnAPageIsTakenByItsRoute() {
        List<RequestsDocsTest.Route> routes = RequestsDocsTest.everyRoute().toList();
        List<String> refused = new ArrayList<>();
        Set<Request> requests = requests();
        for (Request request : requests) {
            List<RequestsDocsTest.Route> itsRoutes =
                    routes.stream().filter(request::isFor).toList();
            if (itsRoutes.isEmpty()) {
                refused.add(request + ": no such route");
            } else if (itsRoutes.stream().noneMatch(route -> takes(route, request))) {
                refused.add(request + ": refused");
            }
        }
        assertEquals("", String.join("\n", refused));
        assertTrue(requests.size() > 50, () -> "expected the pages' requests, found " + requests);
    }

    /**
     * What is behind the trigger is a stand-in, so only a request that cannot be read is refused with 400. What strangers may
     * call has no such trigger: that it is there must do.
     */
    private static boolean takes(RequestsDocsTest.Route route, Request request) {
        if (route.level() != AuthorizationLevel.FUNCTION) {
            return true;
        }
        Call call = new Call();
        request.body().ifPresent(call::body);
        for (String parameter : request.query()) {
            String[] parts = parameter.split("=", 2);
            call.query(parts[0], parts[1]);
        }
        route.called(CONNECTOR, call);
        return call.answered().status() != 400;
    }

    private static Set<Request> requests() {
        Set<Request> requests = new LinkedHashSet<>();
        for (Path page : pages()) {
            String name = ROOT.relativize(page).toString();
            String text = read(page).replaceAll("\\\\\n\\s*", " ");
            for (MatchResult assigned : ASSIGNED.matcher(text).results().toList()) {
                text = text.replace("$" + assigned.group(1), assigned.group(2));
            }
            CURL.matcher(text)
                    .results()
                    .map(found -> found.group(1))
                    .forEach(line -> curl(name, line).ifPresent(requests::add));
            SPOKEN.matcher(text)
                    .results()
                    .forEach(found -> requests.add(new Request(
                            name,
                            HttpMethod.value(found.group(1)),
                            found.group(2).replaceAll("[.,;:)]+$", ""),
                            query(found.group(3)),
                            Optional.ofNullable(found.group(4)))));
        }
        return requests;
    }

    private static Optional<Request> curl(String page, String line) {
        Optional<MatchResult> address = first("/api/([^\\s\"'?]+)(?:\\?([^\\s\"']+))?", line);
        Optional<String> body = first("-d '([^']*)'", line).map(found -> found.group(1));
        HttpMethod method = first("-X ([A-Z]+)", line)
                .map(found -> HttpMethod.value(found.group(1)))
                .orElse(body.isPresent() ? HttpMethod.POST : HttpMethod.GET);
        return address.map(found -> new Request(page, method, found.group(1), query(found.group(2)), body));
    }

    /** Parameters with a value; one without, as in {@code ?name=}, is for readers to fill in. */
    private static List<String> query(String text) {
        return text == null
                ? List.of()
                : Stream.of(text.split("&"))
                        .filter(each -> each.matches("\\w+=.+"))
                        .toList();
    }

    private static Optional<MatchResult> first(String regex, String text) {
        return Pattern.compile(regex).matcher(text).results().findFirst();
    }

    private static List<Path> pages() {
        return Stream.of(ROOT, ROOT.resolve("docs"))
                .flatMap(DocumentedRequestsTest::in)
                .filter(file -> file.toString().endsWith(".md"))
                .toList();
    }

    private static Stream<Path> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
