package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import dev.cosell.Connector;
import dev.cosell.operate.notice.HourlyWatch;
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
            @TimerTrigger(name = "timer", schedule = "%NOTICE_SCHEDULE%") String timer, ExecutionContext context) {
        connector.get().watching().noticeRound().flatMap(NoticeRound::run).ifPresent(context.getLogger()::info);
    }

    /** Past the hour by more than the sweep takes to come round. */
    @FunctionName("WatchForNotices")
    public void watch(
            @TimerTrigger(name = "timer", schedule = "%NOTICE_WATCH_SCHEDULE%") String timer,
            ExecutionContext context) {
        connector.get().watching().hourlyWatch().ifPresent(HourlyWatch::run);
    }
}
