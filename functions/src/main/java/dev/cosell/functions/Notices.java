package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import dev.cosell.Connector;
import dev.cosell.operate.notice.ExpiryWatch;
import dev.cosell.operate.notice.NoticeRound;
import java.util.function.Supplier;

/** Notices to people: sent by timers of their own, so that a channel that is away delays nothing else. */
public final class Notices {
    private final Supplier<Connector> connector;

    public Notices() {
        this(App::connector);
    }

    Notices(Supplier<Connector> connector) {
        this.connector = connector;
    }

    /** The interval in which notices of one kind become one message. */
    @FunctionName("SendNotices")
    public void send(
            @TimerTrigger(name = "timer", schedule = "10 */5 * * * *") String timer, ExecutionContext context) {
        connector.get().noticeRound().flatMap(NoticeRound::run).ifPresent(context.getLogger()::info);
    }

    @FunctionName("WatchExpiry")
    public void watchExpiry(
            @TimerTrigger(name = "timer", schedule = "40 20 * * * *") String timer, ExecutionContext context) {
        connector.get().expiryWatch().ifPresent(ExpiryWatch::run);
    }
}
