package dev.cosell.store;

import dev.cosell.azurite.Azurite;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** One Azurite for all tests of this package; every test gets tables and queues of its own in it. */
final class LocalStorage {
    private static final AtomicInteger TESTS = new AtomicInteger();

    private static final class Running {
        private static final Azurite AZURITE = start();

        private static Azurite start() {
            Azurite azurite = Azurite.start();
            Runtime.getRuntime().addShutdownHook(new Thread(azurite::close, "stop-azurite-of-store-tests"));
            return azurite;
        }
    }

    /** Nothing on the way may take it for a failure of storage. */
    static final class Crash extends RuntimeException {}

    private final String prefix;
    private final Storage storage;
    private final QueueNames queues;
    private final List<String> transactions = new CopyOnWriteArrayList<>();

    LocalStorage() {
        int number = TESTS.incrementAndGet();
        prefix = "test" + number;
        storage = new Storage(connection(), new Storage.Options(prefix, transactions::add));
        queues = new QueueNames("crm-" + number, "partner-center-" + number);
    }

    static StorageConnection connection() {
        return new StorageConnection.ByConnectionString(Running.AZURITE.connectionString());
    }

    Storage storage() {
        return storage;
    }

    /** A second process on the same tables and queues. */
    Storage another() {
        return new Storage(connection(), new Storage.Options(prefix, operation -> {}));
    }

    /** A process that dies just before the first transaction of a kind. */
    Storage crashingAt(String kind) {
        return new Storage(connection(), new Storage.Options(prefix, operation -> {
            if (operation.startsWith(kind + " ")) {
                throw new Crash();
            }
        }));
    }

    /** A process that dies just before its n-th transaction. */
    Storage crashingBefore(int number) {
        AtomicInteger transactions = new AtomicInteger();
        return new Storage(connection(), new Storage.Options(prefix, operation -> {
            if (transactions.incrementAndGet() >= number) {
                throw new Crash();
            }
        }));
    }

    /** A process that others come before, whenever it is about to insert or to replace a row. */
    Storage overtakenBy(Runnable others) {
        return new Storage(connection(), new Storage.Options(prefix, operation -> {
            if (operation.startsWith("insert ") || operation.startsWith("replace ")) {
                others.run();
            }
        }));
    }

    QueueNames queues() {
        return queues;
    }

    /** The transactions since the last time this was asked. */
    List<String> transactions() {
        List<String> seen = List.copyOf(transactions);
        transactions.clear();
        return seen;
    }
}
