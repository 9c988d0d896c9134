package dev.cosell.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    private final Call call = new Call();
    private final Console console = new Console();

    @Test
    void thePageRunsNothingButFilesOfThisAppAndStandsInNoFrame() {
        console.page(call.request(), call.context());

        assertEquals(200, call.answered().status());
        Map<String, String> headers = call.answered().headers();
        String rules = headers.get("Content-Security-Policy");
        for (String rule : new String[] {
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'"
        }) {
            assertTrue(rules.contains(rule), rules);
        }
        assertFalse(rules.contains("unsafe"), rules);
        assertEquals("nosniff", headers.get("X-Content-Type-Options"));
        assertEquals("no-referrer", headers.get("Referrer-Policy"));
        assertEquals("no-store", headers.get("Cache-Control"));
        assertEquals("text/html; charset=utf-8", headers.get("Content-Type"));
    }

    @Test
    void itsFilesAreSentAsWhatTheyAre() {
        console.part(call.request(), "console.js", call.context());
        assertEquals("text/javascript; charset=utf-8", call.answered().headers().get("Content-Type"));

        Call style = new Call();
        console.part(style.request(), "console.css", style.context());
        assertEquals("text/css; charset=utf-8", style.answered().headers().get("Content-Type"));
    }

    @Test
    void anotherNameIsRefusedAndNotRepeated() {
        console.part(call.request(), "<script>", call.context());

        assertEquals(404, call.answered().status());
        assertFalse(call.answered().body().contains("script"));
    }
}
