package dev.cosell.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Does one thing to each of many, some of them at the same time: a read of storage takes its time by waiting. How many is
 * bounded, so that no page view opens connections by the hundred.
 */
public final class SomeAtATime {
    private static final int MOST = 16;

    private SomeAtATime() {}

    /**
     * The results in the order of what they are of. After a failure nothing more is begun, and the failure is thrown once
     * what had begun has ended.
     */
    public static <A, B> List<B> map(List<A> all, Function<A, B> each) {
        AtomicReferenceArray<B> results = new AtomicReferenceArray<>(all.size());
        AtomicInteger next = new AtomicInteger();
        Runnable worker = () -> {
            try {
                for (int i = next.getAndIncrement(); i < all.size(); i = next.getAndIncrement()) {
                    results.set(i, each.apply(all.get(i)));
                }
            } finally {
                // After a failure the others find nothing left; after the last one there is nothing.
                next.set(all.size());
            }
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture.allOf(Stream.generate(() -> CompletableFuture.runAsync(worker, threads))
                            .limit(Math.min(MOST, all.size()))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw failed;
        }
        return IntStream.range(0, all.size()).mapToObj(results::get).toList();
    }
}
