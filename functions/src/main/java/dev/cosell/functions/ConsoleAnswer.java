package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import dev.cosell.operate.Reply;
import dev.cosell.operate.console.ConsoleFile;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Sends a file of the console with the rules that the browser has to keep for it. */
final class ConsoleAnswer {
    /**
     * Nothing but files of this app, no text that becomes script or markup, and no frame around it: what a referral's
     * text says cannot run, and a key that was typed in cannot go elsewhere.
     */
    private static final String RULES = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'");

    private ConsoleAnswer() {}

    static HttpResponseMessage of(
            HttpRequestMessage<Optional<String>> request, ExecutionContext context, Supplier<ConsoleFile> file) {
        AtomicReference<ConsoleFile> found = new AtomicReference<>();
        HttpResponseMessage refusal = Http.answerStranger(request, context, () -> {
            found.set(file.get());
            return Reply.empty(200);
        });
        return Optional.ofNullable(found.get())
                .map(sent -> answer(request, sent))
                .orElse(refusal);
    }

    private static HttpResponseMessage answer(HttpRequestMessage<Optional<String>> request, ConsoleFile file) {
        return request.createResponseBuilder(HttpStatus.OK)
                .header("Content-Type", file.contentType())
                .header("Content-Security-Policy", RULES)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                // The page of one version must not meet the scripts of another.
                .header("Cache-Control", "no-store")
                .body(file.text())
                .build();
    }
}
