package dev.cosell.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The command {@code ./cosell fuzz}: gives hostile inputs to everything that takes input, prints how many each target got, and
 * what broke a promise.
 */
public final class Fuzz {
    private final PrintStream out;
    private final PrintStream err;

    Fuzz(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        System.exit(new Fuzz(System.out, System.err).run(List.of(arguments)));
    }

    /** @return 0 if every promise held, 1 if one was broken, 2 for wrong arguments */
    int run(List<String> arguments) {
        try {
            return run(FuzzRequest.of(arguments));
        } catch (IllegalArgumentException wrong) {
            err.println("cosell fuzz: " + wrong.getMessage());
            return 2;
        }
    }

    private int run(FuzzRequest request) {
        long started = System.nanoTime();
        Totals totals = new Totals(request.seed());
        List<String> crms = request.crms();
        try (ExecutorService side = Executors.newFixedThreadPool(crms.size())) {
            List<Future<?>> running = new ArrayList<>();
            for (String crm : crms) {
                running.add(side.submit(() -> app(crm, request, totals)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the app's process could not be followed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        totals.print(out, request.json(), (System.nanoTime() - started) / 1_000_000_000);
        return totals.defects() > 0 ? 1 : 0;
    }

    private void app(String crm, FuzzRequest request, Totals totals) {
        try (Surroundings around = new Surroundings()) {
            int status = AppProcess.run(crm, request, around, line -> {
                if (line.has("totals")) {
                    totals.add(line.path("totals"));
                } else if (!request.json()) {
                    line.properties().forEach(kind -> print(crm, kind.getKey(), kind.getValue()));
                }
            });
            if (status != 0) {
                totals.stopped();
                err.println("cosell fuzz: the app's process with " + crm + " ended with " + status);
            }
        }
    }

    private synchronized void print(String crm, String kind, JsonNode members) {
        out.println(kind + " with " + crm);
        members.properties()
                .forEach(member -> out.println("  " + member.getKey() + ": "
                        + member.getValue().asText().replace("\n", "\n    ")));
    }
}
