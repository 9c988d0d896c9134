package dev.cosell.functions;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import dev.cosell.Connector;
import dev.cosell.operate.Asker;
import dev.cosell.operate.Reply;
import dev.cosell.operate.RequestForm;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** First load and migration: a dry run, its findings, the run. */
public final class Backfill {
    /** Whoever asks waits for the first slice; the timer does the others. */
    private static final Duration AT_ONCE = Duration.ofSeconds(20);

    private static final Duration AT_A_TIME = Duration.ofSeconds(50);

    private final Supplier<Connector> connector;

    public Backfill() {
        this(App::connector);
    }

    Backfill(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("StartBackfill")
    public HttpResponseMessage start(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "backfill")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(request, context, () -> {
            JsonNode command = Http.command(request, RequestForm.BACKFILL);
            return backfill().start(command, Asker.of(Http.signedIn(request), command), AT_ONCE);
        });
    }

    @FunctionName("BackfillProgress")
    public HttpResponseMessage progress(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "backfill")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(request, context, () -> backfill().progress());
    }

    @FunctionName("PauseBackfill")
    public HttpResponseMessage pause(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "backfill/pause")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return asked(request, context, () -> backfill().pause());
    }

    @FunctionName("ResumeBackfill")
    public HttpResponseMessage resume(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "backfill/resume")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return asked(request, context, () -> backfill().resume());
    }

    @FunctionName("CancelBackfill")
    public HttpResponseMessage cancel(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "backfill/cancel")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return asked(request, context, () -> backfill().cancel());
    }

    @FunctionName("BackfillFindings")
    public HttpResponseMessage findings(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "backfill/findings")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> connector
                        .get()
                        .migration()
                        .findings()
                        .list(Http.query(request, "verdict"), Http.query(request, "next")),
                "verdict",
                "next");
    }

    @FunctionName("BackfillFindingsFile")
    public HttpResponseMessage file(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "backfill/findings.csv")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.csv(
                request,
                context,
                "backfill-findings.csv",
                () -> connector
                        .get()
                        .migration()
                        .findings()
                        .csv(Http.query(request, "verdict"), Http.query(request, "next")),
                "verdict",
                "next");
    }

    @FunctionName("DecideBackfill")
    public HttpResponseMessage decide(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "backfill/decisions")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(request, context, () -> {
            JsonNode command = Http.command(request, RequestForm.BACKFILL_DECISION);
            return connector.get().migration().decisions().decide(command, Asker.of(Http.signedIn(request), command));
        });
    }

    /** Every minute, for the rate of a backfill is per minute; without one it costs one read. */
    @FunctionName("BackfillSlice")
    public void slice(
            @TimerTrigger(name = "timer", schedule = "%BACKFILL_SCHEDULE%") String timer, ExecutionContext context) {
        backfill().run(AT_A_TIME).ifPresent(context.getLogger()::info);
    }

    private dev.cosell.operate.backfill.Backfill backfill() {
        return connector.get().migration().backfill();
    }

    private static HttpResponseMessage asked(
            HttpRequestMessage<Optional<String>> request, ExecutionContext context, Supplier<Reply> operation) {
        return Http.answer(request, context, () -> {
            Http.command(request, RequestForm.NOTHING);
            return operation.get();
        });
    }
}
