package dev.cosell.localhost.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.localhost.app.StartFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {
    @ParameterizedTest
    @CsvSource({
        "api/deals,          API/Deals,         true",
        "api/deals,          api/deals/,        true",
        "api/deals,          api/deals/1,       false",
        "api/{x},            api,               false",
        "api/{x},            api/a/b,           false",
        "api/{x?},           api,               true",
        "api/{x:int},        api/-12,           true",
        "api/{x:int},        api/12a,           false",
        "api/{x:int},        api/2147483648,    false",
        "api/{x:int?},       api,               true",
        "api/{x:alpha},      api/abC,           true",
        "api/{x:alpha},      api/a1,            false",
        "api/{x:guid},       api/0F8FAD5B-D9CB-469F-A165-70867728950E, true",
        "api/{x:guid},       api/0f8fad5b,      false",
        "api/{*x},           api,               true",
        "api/{*x},           api/a/b/c,         true",
    })
    void matchesAsAspNetDoes(String template, String path, boolean expected) {
        assertEquals(expected, match(template, path).isPresent());
    }

    @Test
    void parametersAreNamedAndAnAbsentOneIsLeftOut() {
        assertEquals(Optional.of(Map.of("x", "1", "y", "two")), match("{x:int}/{y?}", "1/two"));
        assertEquals(Optional.of(Map.of("x", "1")), match("{x:int}/{y?}", "1"));
        assertEquals(Optional.of(Map.of("rest", "a/b")), match("{*rest}", "a/b"));
    }

    @Test
    void theMoreSpecificTemplateGoesFirst() {
        List<String> sorted = Stream.of("a/{*x}", "a/{x}", "a/{x:int}", "a/b", "a/b/c")
                .map(Route::parse)
                .sorted(Route.PRECEDENCE)
                .map(Route::toString)
                .toList();
        assertEquals(List.of("a/b", "a/b/c", "a/{x:int}", "a/{x}", "a/{*x}"), sorted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/{x:datetime}",
                "a/{x=1}",
                "a/pre{x}",
                "a/{*x}/b",
                "a/{x?}/b",
                "{x}/{x}",
                "a/{x",
                "a/{x:int:min(1)}"
            })
    void whatIsNotSupportedIsRefused(String template) {
        String message =
                assertThrows(StartFailure.class, () -> Route.parse(template)).getMessage();
        assertTrue(message.contains("'" + template + "'") && message.contains("supported: literals"), message);
    }

    private static Optional<Map<String, String>> match(String template, String path) {
        return Route.parse(template).match(Route.split(path));
    }
}
