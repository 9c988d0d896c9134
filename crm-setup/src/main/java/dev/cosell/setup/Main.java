package dev.cosell.setup;

import dev.cosell.fieldmap.FieldMapFile;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.http.CallMeter;
import dev.cosell.http.JdkTransport;
import dev.cosell.http.TokenSource;
import dev.cosell.http.Transport;
import dev.cosell.http.TrustStore;
import dev.cosell.problem.Failure;
import dev.cosell.setup.Finding.State;
import dev.cosell.setup.dynamics.AdminSignIn;
import dev.cosell.setup.dynamics.DynamicsSetUp;
import dev.cosell.setup.dynamics.Events;
import dev.cosell.setup.salesforce.InstalledCli;
import dev.cosell.setup.salesforce.SalesforceEvents;
import dev.cosell.setup.salesforce.SalesforceSetUp;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The command line behind {@code ./cosell crm-setup}; exit status 0, 1 when something failed or, with {@code --check}, is
 * still to be made or not as expected, 2 for wrong arguments.
 */
public final class Main {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    /** An argument would be seen by everybody on this computer, and kept by the shell. */
    private static final String SECRET = "COSELL_EVENTS_SECRET";

    private static final String TOKEN = "COSELL_CRM_TOKEN";
    /** One run makes a hundred calls at most. */
    private static final CallMeter NOT_METERED = (system, method, status) -> {};

    private static final String SECRET_HEADER = "x-cosell-secret";

    /** Of the working copy that the command is run in. */
    private static final Path SALESFORCE_PROJECTS = Path.of("crm", "salesforce");

    private final PrintStream out;
    private final PrintStream asides;
    private final UnaryOperator<String> environment;

    /**
     * @param out takes the report
     * @param asides takes what is for the person alone
     * @param environment null for what is not set, as the system has it
     */
    Main(PrintStream out, PrintStream asides, UnaryOperator<String> environment) {
        this.out = out;
        this.asides = asides;
        this.environment = environment;
    }

    public static void main(String[] given) {
        // Names are in many scripts; the console's own encoding would lose some.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.exit(new Main(out, System.err, System::getenv).run(List.of(given)));
    }

    int run(List<String> given) {
        try {
            return run(Arguments.read(given));
        } catch (Arguments.Misused e) {
            asides.println(e.getMessage());
            return WRONG_USAGE;
        } catch (SetUpFailure | Failure e) {
            asides.println(e.getMessage());
            return FAILED;
        }
    }

    private int run(Arguments arguments) {
        Report report = new Report(out, arguments.json());
        List<Finding> findings = switch (arguments.crm()) {
            case DYNAMICS -> dynamics(arguments, report);
            case SALESFORCE -> salesforce(arguments, report);
            case FILE -> throw new IllegalArgumentException("expected a CRM that can be set up, found CSV files");
        };
        report.close(arguments.apply(), findings);
        return status(arguments.apply(), findings);
    }

    /** A check is for programs, too: what differs may stop the connector as well as what is missing. */
    static int status(boolean applied, List<Finding> findings) {
        return !applied
                        && findings.stream()
                                .map(Finding::state)
                                .anyMatch(state -> state.isToBeMade() || state == State.DIFFERENT)
                ? FAILED
                : 0;
    }

    private List<Finding> dynamics(Arguments arguments, Report report) {
        URI address = arguments.address().orElseThrow();
        Transport transport =
                new JdkTransport(new TrustStore(set("TRUSTED_CERTIFICATES").map(Path::of)), NOT_METERED);
        TokenSource tokens = set(TOKEN)
                .<TokenSource>map(GivenToken::new)
                .orElseGet(() -> new AdminSignIn(
                        address, arguments.tenant(), arguments.client(), arguments.deviceCode(), transport, asides));
        FieldMaps maps = FieldMapFile.dynamics();
        DynamicsSetUp setUp = new DynamicsSetUp(
                address,
                transport,
                tokens,
                arguments.leads() ? maps : FieldMaps.of(maps.deals()),
                arguments.events().map(to -> new Events(to, SECRET_HEADER, secret(arguments))));
        return arguments.apply() ? setUp.apply(report::tell) : setUp.check(report::tell);
    }

    private List<Finding> salesforce(Arguments arguments, Report report) {
        Optional<SalesforceEvents> events = arguments
                .events()
                .map(
                        to -> new SalesforceEvents(
                                to,
                                secret(arguments),
                                arguments
                                        .sender()
                                        .orElseThrow(
                                                () -> new Arguments.Misused(
                                                        "crm-setup: expected --sender with the username of an administrator, found none"))));
        SalesforceSetUp setUp =
                new SalesforceSetUp(new InstalledCli(arguments.org().orElseThrow()), SALESFORCE_PROJECTS, events);
        return arguments.apply() ? setUp.apply(report::tell) : setUp.check(report::tell);
    }

    /** Only needed where something is made. */
    private String secret(Arguments arguments) {
        Optional<String> secret = set(SECRET);
        if (arguments.apply() && secret.isEmpty()) {
            throw new SetUpFailure("Expected the secret that the CRM's events carry in the environment variable "
                    + SECRET + ", found none");
        }
        return secret.orElse("");
    }

    private Optional<String> set(String name) {
        return Optional.ofNullable(environment.apply(name)).filter(value -> !value.isBlank());
    }
}
