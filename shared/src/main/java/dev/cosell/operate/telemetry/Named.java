package dev.cosell.operate.telemetry;

import dev.cosell.fieldmap.Side;
import dev.cosell.problem.RemoteSystem;
import io.opentelemetry.api.common.AttributeKey;
import java.util.Locale;

/** The names of attributes: OpenTelemetry's own where it has one, else below {@code cosell}. */
final class Named {
    static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    static final AttributeKey<String> TEMPLATE = AttributeKey.stringKey("url.template");
    static final AttributeKey<String> HOST = AttributeKey.stringKey("server.address");
    static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("cosell.system");
    static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("cosell.request_id");
    static final AttributeKey<String> FROM = AttributeKey.stringKey("cosell.from");
    static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("cosell.outcome");
    static final AttributeKey<String> SUBJECT = AttributeKey.stringKey("cosell.subject");
    static final AttributeKey<String> CAUSE = AttributeKey.stringKey("cosell.cause");
    static final AttributeKey<String> PAIR = AttributeKey.stringKey("cosell.pair");
    static final AttributeKey<Long> RETRIES = AttributeKey.longKey("cosell.retries");
    static final AttributeKey<Long> WRITES = AttributeKey.longKey("cosell.writes");
    static final AttributeKey<String> PHASE = AttributeKey.stringKey("cosell.phase");
    static final AttributeKey<String> QUEUE = AttributeKey.stringKey("cosell.queue");
    static final AttributeKey<String> CREDENTIAL = AttributeKey.stringKey("cosell.credential");

    private Named() {}

    static String system(RemoteSystem system) {
        return system.name().toLowerCase(Locale.ROOT);
    }

    static String side(Side side) {
        return side.name().toLowerCase(Locale.ROOT);
    }
}
