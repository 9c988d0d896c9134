package dev.cosell.operate.doctor;

import dev.cosell.problem.Failure;
import dev.cosell.store.StorageProbe;
import java.util.List;

/** Whether tables and queues can be written, read and emptied. */
public final class StorageCheck implements Check {
    public static final String NAME = "storage";

    private final StorageProbe probe;

    public StorageCheck(StorageProbe probe) {
        this.probe = probe;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() {
        return List.of(
                tried("a row was written, read and deleted", probe::table),
                tried("a message was sent, taken and deleted", probe::queue));
    }

    /** Each by itself: tables may be closed to the app while queues are open to it. */
    private static Finding tried(String done, Runnable attempt) {
        try {
            attempt.run();
            return Finding.ok(NAME, done);
        } catch (Failure failure) {
            return Finding.failed(NAME, failure.problem());
        }
    }
}
