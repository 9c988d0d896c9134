package dev.cosell.launcher.crm;

import dev.cosell.launcher.JsonClient;
import dev.cosell.launcher.LaunchFailure;
import dev.cosell.launcher.SandboxDescription;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which CRM the partner has. */
public enum CrmProduct {
    DYNAMICS,
    SALESFORCE;

    /**
     * The one with this name, as {@link #word()} gives it.
     *
     * @throws LaunchFailure if there is none
     */
    public static CrmProduct named(String word) {
        return Arrays.stream(values())
                .filter(product -> product.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new LaunchFailure("--crm: expected "
                        + Arrays.stream(values()).map(CrmProduct::word).collect(Collectors.joining(" or ")) + ", found "
                        + word));
    }

    /** Its name on the command line, in the setting {@code CRM}, and in the sandbox's books and addresses. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The sandbox's one.
     *
     * @param eventsSecret what its events are to carry
     */
    public CrmSandbox in(SandboxDescription sandbox, JsonClient control, String eventsSecret) {
        return switch (this) {
            case DYNAMICS -> new DynamicsSandbox(sandbox, control, eventsSecret);
            case SALESFORCE -> new SalesforceSandbox(sandbox, control, eventsSecret);
        };
    }
}
