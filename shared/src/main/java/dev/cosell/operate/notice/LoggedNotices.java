package dev.cosell.operate.notice;

import java.lang.System.Logger.Level;

/** Puts notices into the log, one line each. */
public final class LoggedNotices implements Notices {
    private static final System.Logger LOG = System.getLogger("dev.cosell.notice");

    @Override
    public void tell(Notice notice) {
        LOG.log(Level.WARNING, "notice=" + notice.kind() + " text=\"" + notice.text() + "\"");
    }
}
