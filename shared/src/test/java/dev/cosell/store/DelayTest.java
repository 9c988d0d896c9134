package dev.cosell.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import dev.cosell.problem.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Storage counts the delay of a message in whole seconds. */
class DelayTest {
    private static final StorageConnection NOWHERE = new StorageConnection.ByConnectionString(
            "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==;QueueEndpoint=http://storage.invalid/a;");
    private static final Pattern DELAY = Pattern.compile("visibilitytimeout=(\\d+)");

    @Test
    void aMessageNeverComesBeforeItsTime() {
        assertEquals("0", sentWith(Duration.ZERO));
        assertEquals("1", sentWith(Duration.ofMillis(1)));
        assertEquals("1", sentWith(Duration.ofSeconds(1)));
        assertEquals("2", sentWith(Duration.ofMillis(1_001)));
        assertEquals("604800", sentWith(Duration.ofDays(7)));
    }

    /** What the service is asked for; it is away, so that it need not answer. */
    private static String sentWith(Duration delay) {
        List<String> asked = new ArrayList<>();
        HttpClient away = mock(HttpClient.class);
        when(away.sendSync(any(), any())).thenAnswer(call -> {
            asked.add(call.getArgument(0, HttpRequest.class).getUrl().toString());
            throw new UncheckedIOException(new IOException("away"));
        });
        MessageQueue queue = new Storage(NOWHERE, Storage.Options.standard(), () -> away).queue("q");

        assertThrows(Failure.class, () -> queue.send("{}", delay));
        Matcher parameter = DELAY.matcher(asked.getFirst());
        return parameter.find() ? parameter.group(1) : asked.getFirst();
    }
}
