package dev.cosell.localhost.queue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueClientBuilder;
import dev.cosell.azurite.Azurite;
import dev.cosell.localhost.app.Connection;
import dev.cosell.localhost.app.Faults;
import dev.cosell.localhost.app.FunctionDefinition;
import dev.cosell.localhost.app.HostJson;
import dev.cosell.localhost.app.HostLog;
import dev.cosell.localhost.app.Trigger;
import dev.cosell.localhost.fixture.Gate;
import dev.cosell.localhost.fixture.QueueFunctions;
import dev.cosell.localhost.invoke.FunctionMethod;
import dev.cosell.localhost.invoke.Instances;
import dev.cosell.localhost.invoke.Invoker;
import dev.cosell.localhost.invoke.MethodReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class LockRenewalTest {
    private static final Duration LOCK = Duration.ofSeconds(2);
    private static final HostJson.Queues OPTIONS =
            new HostJson.Queues(4, 2, 5, Duration.ZERO, Duration.ofMillis(200), false);

    @Test
    void aMessageIsKeptHiddenForAsLongAsItsFunctionRuns() throws Exception {
        try (Azurite azurite = Azurite.start()) {
            QueueClient queue = new QueueClientBuilder()
                    .connectionString(azurite.connectionString())
                    .queueName("long-work")
                    .buildClient();
            queue.create();
            queue.sendMessage("slow");
            Semaphore gate = Gate.close("queue");
            List<String> log = new CopyOnWriteArrayList<>();
            HostLog hostLog = new HostLog(entry -> log.add(entry.getMessage()));
            Faults faults = new Faults();
            ClassLoader classes = getClass().getClassLoader();
            Invoker invoker = new Invoker(Instances.load(classes, faults), Optional.empty(), hostLog);
            Trigger.Queue trigger =
                    new Trigger.Queue("message", "long-work", new Connection(azurite.connectionString()));
            FunctionMethod function = MethodReader.read(
                            new FunctionDefinition(
                                    "Waits",
                                    Path.of("app.jar"),
                                    QueueFunctions.class.getName() + ".waits",
                                    trigger,
                                    false,
                                    false),
                            Set.of(),
                            classes,
                            faults)
                    .orElseThrow();
            QueueListener listener = new QueueListener(function, trigger, OPTIONS, LOCK, invoker, hostLog);
            listener.start();
            await().until(() -> gate.getQueueLength() == 1);
            // Twice the lock and more: without renewal the message would be taken again.
            await().atMost(Duration.ofSeconds(10))
                    .during(LOCK.multipliedBy(2).plusMillis(500))
                    .until(() -> gate.getQueueLength() == 1);
            gate.release();
            await().until(() -> queue.getProperties().getApproximateMessagesCountLong() == 0);
            listener.stop();
            assertTrue(listener.awaitIdle(Duration.ofSeconds(5)));
            assertTrue(invoker.close(Duration.ofSeconds(5)));
            assertEquals(1, log.stream().filter("took slow"::equals).count());
        }
    }
}
