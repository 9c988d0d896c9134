package dev.cosell.operate.notice;

import java.util.logging.Logger;

/** Notices as lines of the log, where alert rules find them. */
public final class LoggedNotices implements Notices {
    private static final Logger LOG = Logger.getLogger(LoggedNotices.class.getName());

    @Override
    public void tell(Notice notice) {
        LOG.warning(() -> "notice=" + notice.kind() + " subject=" + notice.subject() + " "
                + notice.text().replaceAll("\\p{Cntrl}+", " "));
    }
}
