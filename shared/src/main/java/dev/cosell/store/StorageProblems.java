package dev.cosell.store;

import com.azure.core.exception.AzureException;
import com.azure.core.exception.HttpResponseException;
import com.azure.data.tables.models.TableServiceException;
import com.azure.storage.queue.models.QueueStorageException;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** What the storage SDK throws, as problems of the catalogue. */
final class StorageProblems {
    /** Refusals of a transaction, whose exception carries no status. */
    private static final Set<String> DEFECTS = Set.of(
            "InvalidInput",
            "InvalidDuplicateRow",
            "EntityTooLarge",
            "PropertyValueTooLarge",
            "KeyValueTooLarge",
            "ContentLengthExceeded",
            "RequestBodyTooLarge");

    private StorageProblems() {}

    /**
     * Runs a call; whatever says that storage could not do it becomes {@code STORAGE_UNAVAILABLE}. A request that storage
     * calls wrong will be wrong the next time too: that is our defect, {@code UNEXPECTED}.
     */
    static <T> T guard(String operation, Supplier<T> call) {
        try {
            return call.get();
        } catch (Failure named) {
            throw named;
        } catch (RuntimeException thrown) {
            if (!meansUnavailable(thrown)) {
                throw thrown;
            }
            ProblemCode code = meansOurDefect(thrown) ? ProblemCode.UNEXPECTED : ProblemCode.STORAGE_UNAVAILABLE;
            throw Problem.of(code, operation + ": expected success, found " + found(thrown))
                    .from(RemoteSystem.STORAGE)
                    .failure(thrown);
        }
    }

    /** The HTTP status of an answer; 0 if there was none, as for a part of a transaction. */
    static int status(HttpResponseException refused) {
        return refused.getResponse() == null ? 0 : refused.getResponse().getStatusCode();
    }

    /** The service's own error code, for instance {@code TableNotFound}; empty if it gave none. */
    static String code(HttpResponseException refused) {
        if (refused instanceof TableServiceException table && table.getValue() != null) {
            return String.valueOf(table.getValue().getErrorCode());
        }
        if (refused instanceof QueueStorageException queue && queue.getErrorCode() != null) {
            return queue.getErrorCode().toString();
        }
        return "";
    }

    private static boolean meansOurDefect(RuntimeException thrown) {
        return thrown instanceof HttpResponseException refused
                && (status(refused) == 400 || status(refused) == 413 || DEFECTS.contains(code(refused)));
    }

    /** AzureException: an HTTP answer or no credential. The rest is how the HTTP client's failures come wrapped. */
    private static boolean meansUnavailable(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof AzureException || cause instanceof IOException || cause instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }

    /** Status and code of an answer, else the innermost exception's class: messages may quote signed addresses. */
    private static String found(Throwable thrown) {
        if (thrown instanceof HttpResponseException refused
                && (status(refused) != 0 || !code(refused).isEmpty())) {
            return ("status " + status(refused) + " " + code(refused)).strip();
        }
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return "no answer (" + cause.getClass().getSimpleName() + ")";
    }
}
