package dev.cosell.launcher;

import dev.cosell.launcher.crm.CrmProduct;
import dev.cosell.launcher.demo.Demo;
import dev.cosell.launcher.operator.AppAddress;
import dev.cosell.launcher.operator.Examination;
import dev.cosell.launcher.operator.SignInGuide;
import dev.cosell.launcher.soak.Soak;
import dev.cosell.launcher.soak.SoakOptions;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;

/** The command line behind {@code ./cosell}; exit status 0, 1 when something failed, 2 for wrong arguments. */
public final class Main {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    private static final int MOST_SEED = 1_000_000;

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        // Names are in many scripts; the console's own encoding would lose some.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Command command;
        try {
            command = Command.read(List.of(args));
        } catch (LaunchFailure e) {
            fail(e, WRONG_USAGE);
            return;
        }
        try {
            run(command, out);
        } catch (LaunchFailure | UncheckedIOException e) {
            fail(e, FAILED);
        }
    }

    private static void run(Command command, PrintStream out) throws InterruptedException {
        switch (command) {
            case Command.Help ignored -> out.print(usage());
            case Command.Start(boolean detach, CrmProduct crm, OptionalInt port, Map<String, String> chosen) -> {
                Up up = new Up(Project.current(), out);
                if (detach) {
                    up.detached(crm, port, chosen);
                } else {
                    up.inForeground(crm, ports(port), chosen);
                }
            }
            case Command.Stop ignored -> new Down(Project.current(), out).run();
            case Command.Demonstrate(boolean json, CrmProduct crm, OptionalInt port) -> {
                if (!Demo.play(Project.current(), crm, ports(port), json, out)) {
                    System.exit(FAILED);
                }
            }
            case Command.Endure(Duration busy, OptionalLong seed, boolean json, CrmProduct crm, OptionalInt port) -> {
                long chosen = seed.orElseGet(() -> new Random().nextInt(MOST_SEED));
                if (!Soak.run(Project.current(), new SoakOptions(busy, chosen, crm, ports(port), json), out)) {
                    System.exit(FAILED);
                }
            }
            case Command.Examine(Optional<AppAddress> app, Optional<String> check, boolean json) -> {
                if (!new Examination(AppInReach.find(app, System::getenv), out).show(check, json)) {
                    System.exit(FAILED);
                }
            }
            case Command.SignIn(Optional<AppAddress> app) -> {
                if (!new SignInGuide(AppInReach.find(app, System::getenv), out).follow()) {
                    System.exit(FAILED);
                }
            }
        }
    }

    /** A file, so that the scripts can show it before anything is built. */
    private static String usage() {
        try (InputStream file = Main.class.getResourceAsStream("usage.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("usage.txt is missing from the launcher", e);
        }
    }

    private static Ports ports(OptionalInt port) {
        return port.isPresent() ? Ports.from(port.getAsInt()) : Ports.free();
    }

    private static void fail(RuntimeException e, int status) {
        System.err.println(e.getMessage());
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            System.err.println("  because: " + cause);
        }
        System.exit(status);
    }
}
