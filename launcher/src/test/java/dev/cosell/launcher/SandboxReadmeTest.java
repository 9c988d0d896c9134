package dev.cosell.launcher;

import static dev.cosell.launcher.RunningStack.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.launcher.crm.CrmProduct;
import dev.cosell.launcher.crm.CrmSandbox;
import dev.cosell.launcher.demo.Sides;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines to copy of the sandbox's README, run by a shell as they stand there. */
@DisabledOnOs(OS.WINDOWS)
class SandboxReadmeTest {
    /** What follows the words up to the end of the fence. */
    private static final String DAY = "(?s)\\n## %s\\n.*?\\*\\*A seller's day\\.\\*\\*.*?\\n```\\n(.*?)\\n```";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Pattern STEP = Pattern.compile("(?s)(?:^|(?<=\\n\\n)).+?(?=\\n\\n#|$)");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"DYNAMICS, Dynamics 365", "SALESFORCE, Salesforce"})
    void aSellersDayGoesAsItSays(CrmProduct product, String section) throws IOException {
        boolean able = isThere("jq") && isThere("curl");
        assumeTrue(able || "true".equals(System.getenv("CI")), "jq or curl is not installed here: checked in CI only");
        assertTrue(able, "jq and curl are needed in CI");
        List<String> steps = steps(section);
        assertEquals(7, steps.size(), steps::toString);
        Path logs = Path.of("target/readme-logs", product.word()).toAbsolutePath();
        try (Stack stack = Stack.start(
                        Project.current(), Ports.free(), logs, product, Map.of("SYNC_LEADS", "true"), line -> {});
                Shell shell = new Shell(directoryOf(stack))) {
            play(steps, shell, new Sides(stack));
        }
    }

    private static void play(List<String> steps, Shell shell, Sides sides) {
        CrmSandbox crm = sides.crm();
        shell.run(steps.get(0));
        shell.run(steps.get(1));
        String looking = steps.get(1).lines().toList().getLast();
        Waiting.until(
                PATIENCE,
                BETWEEN_LOOKS,
                "the record to say why",
                () -> shell.run(looking).contains("CUS-01"));
        String record = shell.run("echo $DEAL").strip();
        shell.run(steps.get(2));
        until("the deal to go out", () -> crm.referralOf(record).isPresent());
        String referral = crm.referralOf(record).orElseThrow();
        shell.run(steps.get(3));
        until(
                "the deal to be won at its new value",
                () -> sides.referral(referral).path("substatus").asText().equals("Won")
                        && sides.referral(referral).at("/details/dealValue").asInt() == 6500);
        shell.run(steps.get(4));
        until("the lead", () -> crm.leads().size() == 1);
        String lead = crm.leads().getFirst().referralId();
        shell.run(steps.get(5));
        until(
                "the lead's referral to be accepted",
                () -> sides.referral(lead).path("status").asText().equals("Active"));
        shell.run(steps.get(6));
        until("the deal to be an orphan", () -> {
            if (!Differences.tellsOfDeletions(crm.product())) {
                sides.functions().call("POST", "/api/reconcile", JsonClient.JSON.createObjectNode());
            }
            JsonNode deal = sides.functions().get("/api/referrals/" + referral);
            return deal.path("phase").asText().equals("ORPHAN");
        });
    }

    /** Each begins with its comment, but the first, which gives names. */
    private static List<String> steps(String section) throws IOException {
        String page = Files.readString(Project.current().root().resolve("sandbox/README.md"));
        String day = Pattern.compile(DAY.formatted(Pattern.quote(section)))
                .matcher(page)
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError("expected a seller's day below " + section + ", found none"))
                .group(1);
        return STEP.matcher(day).results().map(MatchResult::group).toList();
    }

    /** The lines read where the sandbox is out of the file that {@code ./cosell up} writes. */
    private Path directoryOf(Stack stack) throws IOException {
        Files.createDirectory(folder.resolve(".cosell"));
        Files.writeString(
                folder.resolve(".cosell/run.json"),
                RunningStack.json(
                                Map.of("sandboxControl", stack.control().base().toString()))
                        .toString());
        return folder;
    }

    private static boolean isThere(String program) throws IOException {
        for (String place : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(place, program))) {
                return true;
            }
        }
        return false;
    }

    /** One shell for the whole day, because later lines use the names of earlier ones. */
    private static final class Shell implements AutoCloseable {
        private static final String END = "--- end of this step ---";

        private final Process process;
        private final BufferedWriter input;
        private final BufferedReader output;

        Shell(Path directory) throws IOException {
            process = new ProcessBuilder("bash")
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            input = process.outputWriter();
            output = process.inputReader();
        }

        /** Gives what was printed. */
        String run(String lines) {
            try {
                input.write(lines + "\necho\necho '" + END + "'\n");
                input.flush();
                StringBuilder printed = new StringBuilder();
                for (String line = output.readLine(); !END.equals(line); line = output.readLine()) {
                    printed.append(line).append('\n');
                }
                assertFalse(printed.toString().matches("(?s).*(\"error|parse error|not found).*"), printed::toString);
                return printed.toString();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
