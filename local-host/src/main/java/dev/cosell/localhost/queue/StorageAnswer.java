package dev.cosell.localhost.queue;

import com.azure.storage.queue.models.QueueErrorCode;
import com.azure.storage.queue.models.QueueStorageException;

/** Which refusals of the storage service are no failure. */
final class StorageAnswer {
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private StorageAnswer() {}

    /** The message is no longer ours: it was deleted, or its lock ran out and somebody else has it. */
    static boolean isLostMessage(QueueStorageException e) {
        return e.getStatusCode() == NOT_FOUND
                || e.getStatusCode() == CONFLICT
                || e.getStatusCode() == BAD_REQUEST && QueueErrorCode.POP_RECEIPT_MISMATCH.equals(e.getErrorCode());
    }

    static boolean isMissingQueue(QueueStorageException e) {
        return e.getStatusCode() == NOT_FOUND;
    }
}
