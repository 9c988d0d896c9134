package dev.cosell.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.launcher.crm.CrmProduct;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The script as users call it; on Windows it is another. */
@DisabledOnOs(OS.WINDOWS)
class CosellScriptTest {
    private static final long LIMIT_SECONDS = 240;

    private final Project project = Project.current();
    private final RunFile file = new RunFile(project);

    private record Finished(int status, String output) {}

    @Test
    void helpNeedsNothing() throws IOException, InterruptedException {
        Finished help = cosell("--help");

        assertEquals(0, help.status(), help.output());
        assertTrue(help.output().contains("up --detach"), help.output());
    }

    @Test
    void theVersionIsTheOneInTheChangelogAndNeedsNothingEither() throws IOException, InterruptedException {
        Finished version = cosell("--version");
        String changelog = Files.readString(project.root().resolve("CHANGELOG.md"));

        assertEquals(0, version.status(), version.output());
        assertTrue(version.output().matches("Co-sell Connector \\d+\\.\\d+\\.\\d+\\R"), version.output());
        assertTrue(changelog.contains("\n## " + version.output().strip().replaceFirst(".* ", "")), version.output());
    }

    @Test
    void whatIsNotUnderstoodIsNamed() throws IOException, InterruptedException {
        Finished wrong = cosell("down", "--sideways");

        assertEquals(2, wrong.status(), wrong.output());
        assertTrue(wrong.output().contains("--sideways"), wrong.output());
    }

    @Test
    void aCrmThatItDoesNotKnowIsNamedWithThoseItKnows() throws IOException, InterruptedException {
        Finished wrong = cosell("demo", "--crm", "abacus");

        assertEquals(2, wrong.status(), wrong.output());
        assertTrue(wrong.output().contains("expected dynamics, salesforce or file, found abacus"), wrong.output());
    }

    @Test
    void aCrmIsSetUpByAProgramOfItsOwn() throws IOException, InterruptedException {
        assumeTrue(
                Files.isDirectory(project.root().resolve("crm-setup/target/lib")),
                "crm-setup is not packaged; run ./mvnw verify");
        Finished wrong = cosell("crm-setup", "--url", "https://fabrikam.crm.dynamics.com");

        assertEquals(2, wrong.status(), wrong.output());
        assertTrue(wrong.output().contains("expected --check or --apply, found neither"), wrong.output());
    }

    @Test
    void aSoakOfNoTimeIsRefused() throws IOException, InterruptedException {
        Finished wrong = cosell("soak", "--minutes", "0");

        assertEquals(2, wrong.status(), wrong.output());
        assertTrue(wrong.output().contains("--minutes: expected a number from 1 to 9999, found 0"), wrong.output());
    }

    @Test
    void filesCannotBeSoaked() throws IOException, InterruptedException {
        Finished wrong = cosell("soak", "--crm", "file");

        assertEquals(2, wrong.status(), wrong.output());
        assertTrue(wrong.output().contains("soak --crm: expected dynamics or salesforce, found file"), wrong.output());
    }

    @Test
    void aKeyIsNoArgument() throws IOException, InterruptedException {
        Finished wrong = cosell("doctor", "--key", "x");

        assertEquals(2, wrong.status(), wrong.output());
        assertTrue(wrong.output().contains("did not expect [--key, x]"), wrong.output());
    }

    @Test
    void withoutAnAddressTheDoctorOfWhatRunsHereIsAskedAndWithOneAKeyIsNeeded()
            throws IOException, InterruptedException {
        assumeTrue(file.read().isEmpty(), "somebody uses ./cosell up in this directory; run ./cosell down");
        Finished nothingRuns = cosell("doctor");
        assertEquals(1, nothingRuns.status(), nothingRuns.output());
        assertTrue(nothingRuns.output().contains("Expected ./cosell up to run, or --url"), nothingRuns.output());

        Finished noKey = cosell("connect", "--url", "https://cosell.example");
        assertEquals(1, noKey.status(), noKey.output());
        assertTrue(noKey.output().contains("in the environment variable COSELL_KEY, found none"), noKey.output());
    }

    @Test
    void theKeyOfAnAppIsNotGivenToTheBuild(@TempDir Path copy) throws IOException, InterruptedException {
        Files.createDirectory(copy.resolve(".mvn"));
        for (String file : List.of("cosell", ".mvn/find-jdk.sh")) {
            Files.copy(project.root().resolve(file), copy.resolve(file));
        }
        Path wrapper = Files.writeString(copy.resolve("mvnw"), "#!/bin/sh\nenv > given\nexit 1\n");
        assertTrue(wrapper.toFile().setExecutable(true));

        ProcessBuilder builder =
                new ProcessBuilder("bash", copy.resolve("cosell").toString(), "doctor");
        builder.environment().remove("COSELL_SKIP_BUILD");
        List<String> secrets = List.of(AppInReach.KEY, "COSELL_CRM_TOKEN", "COSELL_EVENTS_SECRET");
        secrets.forEach(name -> builder.environment().put(name, "s3cret"));
        Finished failed = finished(builder);

        assertTrue(failed.output().contains("the build failed"), failed.output());
        String given = Files.readString(copy.resolve("given"));
        assertTrue(given.contains("PATH="), given);
        secrets.forEach(name -> assertFalse(given.contains(name), given));
    }

    @ParameterizedTest
    @EnumSource(CrmProduct.class)
    void whatUpStartsDownStops(CrmProduct crm) throws IOException, InterruptedException {
        assumeTrue(file.read().isEmpty(), "somebody uses ./cosell up in this directory; run ./cosell down");
        List<ProcessHandle> processes = List.of();
        try {
            Finished up = cosell("up", "--detach", "--crm", crm.word());
            assertEquals(0, up.status(), up.output());
            JsonNode run = file.read().orElseThrow();
            processes = RunFile.running(run);

            assertEquals(4, processes.size(), run.toPrettyString());
            for (String pointer : List.of(
                    "/functions",
                    "/keys/master",
                    "/keys/function",
                    "/partnerCenter",
                    "/" + crm.word(),
                    "/tokenAuthority",
                    "/webhooks",
                    "/caCertificate",
                    "/sandboxControl",
                    "/clients/partnerCenter/refreshToken")) {
                assertFalse(run.at(pointer).asText().isEmpty(), pointer);
            }
            // Nobody signs in to a file, and files send no events.
            for (String pointer :
                    List.of("/clients/" + crm.word() + "/clientSecret", "/webhookSecrets/" + crm.word() + "/value")) {
                assertEquals(crm == CrmProduct.FILE, run.at(pointer).asText().isEmpty(), pointer);
            }
            Finished doctor = cosell("doctor", "--json");
            assertEquals(0, doctor.status(), doctor.output());
            assertTrue(
                    JsonClient.JSON.readTree(doctor.output()).path("findings").size() > 10, doctor.output());
        } finally {
            Finished down = cosell("down");
            assertEquals(0, down.status(), down.output());
        }
        assertTrue(file.read().isEmpty());
        assertTrue(processes.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void whatIsBeingStartedIsStoppedToo() throws IOException, InterruptedException {
        assumeTrue(file.read().isEmpty(), "somebody uses ./cosell up in this directory; run ./cosell down");
        RunFile start = RunFile.ofStart(project);
        Process up = builder("up", "--detach").redirectErrorStream(true).start();
        List<ProcessHandle> processes = new ArrayList<>();
        try {
            Waiting.until(Duration.ofSeconds(LIMIT_SECONDS), "the launcher and a child", () -> {
                processes.clear();
                start.read().map(RunFile::running).orElse(List.of()).forEach(launcher -> {
                    processes.add(launcher);
                    launcher.descendants().forEach(processes::add);
                });
                return processes.size() > 1;
            });
            Finished second = cosell("up", "--detach");
            assertEquals(1, second.status(), second.output());
            assertTrue(second.output().contains("./cosell down stops it"), second.output());
        } finally {
            Finished down = cosell("down");
            assertEquals(0, down.status(), down.output());
            assertTrue(down.output().contains("Stopped."), down.output());
        }
        assertTrue(up.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "the command did not end");
        assertEquals(1, up.exitValue());
        assertTrue(processes.stream().noneMatch(ProcessHandle::isAlive));
        assertTrue(file.read().isEmpty() && start.read().isEmpty());
    }

    private Finished cosell(String... arguments) throws IOException, InterruptedException {
        return finished(builder(arguments));
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("bash", project.root().resolve("cosell").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("COSELL_SKIP_BUILD", "1");
        builder.environment().remove(AppInReach.KEY);
        return builder;
    }

    private static Finished finished(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "the script did not end");
        return new Finished(process.exitValue(), output);
    }
}
