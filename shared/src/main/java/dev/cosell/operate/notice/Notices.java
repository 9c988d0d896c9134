package dev.cosell.operate.notice;

/** Where notices go. */
public interface Notices {
    /** Passes a notice on. Never fails and never waits: what cannot be told now is told later, or shown only. */
    void tell(Notice notice);
}
