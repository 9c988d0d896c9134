package dev.cosell.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The command {@code ./cosell fuzz}: gives hostile inputs to everything that takes input, prints how many each target got, and
 * what broke a promise.
 */
public final class Fuzz {
    /** Of the app's process; the smallest plan in Azure has as much again. */
    private static final String MEMORY = "-Xmx384m";

    private static final List<String> CRMS = List.of("dynamics", "salesforce");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param replay target and number of the one input that is wanted */
    record Request(long inputs, long seed, boolean json, Optional<String> crm, Optional<Replay> replay) {
        record Replay(String target, long input) {}

        /** @throws IllegalArgumentException says what was expected and what was found */
        static Request of(List<String> arguments) {
            long inputs = 20_000;
            long seed = new Random().nextInt(1_000_000);
            boolean json = false;
            Optional<String> crm = Optional.empty();
            Optional<String> target = Optional.empty();
            Optional<Long> input = Optional.empty();
            for (int i = 0; i < arguments.size(); i++) {
                String option = arguments.get(i);
                switch (option) {
                    case "--inputs" -> inputs = number(arguments, ++i);
                    case "--seed" -> seed = number(arguments, ++i);
                    case "--json" -> json = true;
                    case "--crm" -> crm = Optional.of(crm(arguments, ++i));
                    case "--target" -> target = Optional.of(argument(arguments, ++i));
                    case "--input" -> input = Optional.of(number(arguments, ++i));
                    default ->
                        throw new IllegalArgumentException(
                                "expected --inputs, --seed, --json, --crm, --target or --input, found " + option);
                }
            }
            if (target.isPresent() != input.isPresent() || target.isPresent() && crm.isEmpty()) {
                throw new IllegalArgumentException(
                        "expected --crm, --target and --input together, which name one input, found only some of them");
            }
            long number = input.orElse(0L);
            return new Request(inputs, seed, json, crm, target.map(name -> new Replay(name, number)));
        }

        private static String crm(List<String> arguments, int at) {
            String crm = argument(arguments, at);
            if (!CRMS.contains(crm)) {
                throw new IllegalArgumentException("expected dynamics or salesforce after --crm, found " + crm);
            }
            return crm;
        }

        private static long number(List<String> arguments, int at) {
            String text = argument(arguments, at);
            if (!text.matches("[0-9]{1,15}")) {
                throw new IllegalArgumentException(
                        "expected a number after " + arguments.get(at - 1) + ", found " + text);
            }
            return Long.parseLong(text);
        }

        private static String argument(List<String> arguments, int at) {
            return at < arguments.size() ? arguments.get(at) : "nothing";
        }
    }

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
            return run(Request.of(arguments));
        } catch (IllegalArgumentException wrong) {
            err.println("cosell fuzz: " + wrong.getMessage());
            return 2;
        }
    }

    private int run(Request request) {
        long started = System.nanoTime();
        Totals totals = new Totals(request.seed());
        List<String> crms = request.crm().map(List::of).orElse(CRMS);
        try (ExecutorService side = Executors.newFixedThreadPool(crms.size())) {
            List<Future<?>> running = new ArrayList<>();
            for (String crm : crms) {
                running.add(side.submit(() -> app(crm, request, request.inputs() / crms.size(), totals)));
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

    private void app(String crm, Request request, long inputs, Totals totals) {
        try {
            Path folder = Files.createTempDirectory("cosell-fuzz-");
            try (Surroundings around = new Surroundings(folder)) {
                follow(start(crm, request, inputs, around), crm, totals, request.json());
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Process start(String crm, Request request, long inputs, Surroundings around) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                MEMORY,
                "-XX:+UseSerialGC",
                "-Dslf4j.internal.verbosity=ERROR",
                FuzzedApp.class.getName(),
                crm,
                Long.toString(request.seed()),
                Long.toString(inputs),
                around.control().toString(),
                around.storage().toString()));
        request.replay().ifPresent(replay -> command.addAll(List.of(replay.target(), Long.toString(replay.input()))));
        ProcessBuilder process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        process.environment().putAll(around.settings(crm));
        process.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return process.start();
    }

    private void follow(Process process, String crm, Totals totals, boolean json) throws IOException {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode told = JSON.readTree(line);
                if (told.has("totals")) {
                    totals.add(told.path("totals"));
                } else if (!json) {
                    told.properties().forEach(kind -> print(crm, kind.getKey(), kind.getValue()));
                }
                if (told.has("stuck")) {
                    totals.stuck();
                }
            }
            if (process.waitFor() != 0) {
                totals.stuck();
                err.println("cosell fuzz: the app's process ended with " + process.exitValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private synchronized void print(String crm, String kind, JsonNode members) {
        out.println(kind + " with " + crm);
        members.properties()
                .forEach(member -> out.println("  " + member.getKey() + ": "
                        + member.getValue().asText().replace("\n", "\n    ")));
    }
}
