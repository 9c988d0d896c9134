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
import dev.cosell.operate.fieldmap.Versions;
import java.util.Optional;
import java.util.function.Supplier;

/** The customer's field map: shown, changed, tried, taken back, previewed, and compared every day. */
public final class FieldMap {
    private final Supplier<Connector> connector;

    public FieldMap() {
        this(App::connector);
    }

    FieldMap(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("FieldMap")
    public HttpResponseMessage handle(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET, HttpMethod.PUT},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "field-map")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return request.getHttpMethod() == HttpMethod.PUT
                ? changed(request, context, RequestForm.FIELD_MAP, Versions::put)
                : Http.answer(
                        request,
                        context,
                        () -> connector.get().fieldMaps().versions().show(Http.query(request, "version")),
                        "version");
    }

    @FunctionName("PromoteFieldMap")
    public HttpResponseMessage promote(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "field-map/promote")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return changed(request, context, RequestForm.FIELD_MAP_PROMOTION, Versions::promote);
    }

    @FunctionName("RollBackFieldMap")
    public HttpResponseMessage rollBack(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "field-map/rollback")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return changed(request, context, RequestForm.FIELD_MAP_ROLLBACK, Versions::rollBack);
    }

    @FunctionName("PreviewFieldMap")
    public HttpResponseMessage preview(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "field-map/preview")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> connector
                        .get()
                        .fieldMaps()
                        .preview()
                        .preview(Http.command(request, RequestForm.FIELD_MAP_PREVIEW)));
    }

    @FunctionName("CheckFieldMap")
    public void check(
            @TimerTrigger(name = "timer", schedule = "%MAP_CHECK_SCHEDULE%") String timer, ExecutionContext context) {
        context.getLogger().info(connector.get().fieldMaps().drift().check());
    }

    /** What is done to the versions by a request, in whose name. */
    private interface Change {
        Reply of(Versions versions, JsonNode request, Asker asker);
    }

    private HttpResponseMessage changed(
            HttpRequestMessage<Optional<String>> request, ExecutionContext context, RequestForm form, Change change) {
        return Http.answer(request, context, () -> {
            JsonNode command = Http.command(request, form);
            Reply reply = change.of(
                    connector.get().fieldMaps().versions(), command, Asker.of(Http.signedIn(request), command));
            Http.note(
                    context,
                    "fieldMap="
                            + reply.body().orElseThrow().at("/history/0/what").asText());
            return reply;
        });
    }
}
