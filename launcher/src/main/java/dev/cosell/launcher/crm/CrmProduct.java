package dev.cosell.launcher.crm;

import dev.cosell.launcher.JsonClient;
import dev.cosell.launcher.LaunchFailure;
import dev.cosell.launcher.SandboxDescription;
import dev.cosell.launcher.Stack;
import java.util.Arrays;
import java.util.Locale;

/** Which CRM the partner has. */
public enum CrmProduct {
    DYNAMICS,
    SALESFORCE,
    /** None: CSV files. */
    FILE;

    /**
     * The one with this name, as {@link #word()} gives it.
     *
     * @throws LaunchFailure if there is none
     */
    public static CrmProduct named(String word) {
        return Arrays.stream(values())
                .filter(product -> product.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new LaunchFailure("--crm: expected dynamics, salesforce or file, found " + word));
    }

    /** Its name on the command line, in the setting {@code CRM}, and in the sandbox's books and addresses. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of a stack whose sandbox has started. */
    public CrmSandbox in(Stack stack) {
        return this == FILE
                ? new CsvFiles(stack.data().resolve("deals"), stack.functions())
                : inSandbox(stack.sandbox(), stack.control(), stack.secrets().crmEvents());
    }

    /**
     * The sandbox's one.
     *
     * @param eventsSecret what its events are to carry
     * @throws LaunchFailure for files, which are no part of the sandbox
     */
    public CrmSandbox inSandbox(SandboxDescription sandbox, JsonClient control, String eventsSecret) {
        return switch (this) {
            case DYNAMICS -> new DynamicsSandbox(sandbox, control, eventsSecret);
            case SALESFORCE -> new SalesforceSandbox(sandbox, control, eventsSecret);
            case FILE -> throw new LaunchFailure("Expected dynamics or salesforce in the sandbox, found " + word());
        };
    }
}
