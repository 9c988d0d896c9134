package dev.cosell.functions;

import dev.cosell.Checkup;
import dev.cosell.Connector;
import dev.cosell.SettingsAwaited;
import dev.cosell.operate.doctor.DeployedFunctions;
import dev.cosell.operate.doctor.Doctor;
import java.util.Optional;

/** The one connector of this process, made on first use, and what stands in for it as long as settings are wrong. */
final class App {
    private static final DeployedFunctions FUNCTIONS = DeployedFunctions.ofThisApp(App::setting);

    private static volatile Connector connector;
    private static volatile SettingsAwaited settingsAwaited;

    private App() {}

    /**
     * The connector that works by the field map in use.
     *
     * @throws dev.cosell.problem.Failure {@code MISCONFIGURED} as long as settings are wrong (each call checks again);
     *     {@code STORAGE_UNAVAILABLE} if it was never read which field map is in use
     */
    static Connector connector() {
        return made().current();
    }

    /** The doctor, who is there also while settings are wrong or storage is away. */
    static Doctor doctor() {
        return Checkup.doctor(App::setting, App::made);
    }

    /** The connector as the settings made it: also while storage cannot say which field map is in use. */
    static Connector made() {
        Connector made = connector;
        if (made == null) {
            synchronized (App.class) {
                if (connector == null) {
                    connector = new Connector(App::setting);
                }
                made = connector;
            }
        }
        return made;
    }

    /** @throws dev.cosell.problem.Failure {@code MISCONFIGURED} if the settings of storage are wrong */
    static SettingsAwaited settingsAwaited() {
        SettingsAwaited made = settingsAwaited;
        if (made == null) {
            synchronized (App.class) {
                if (settingsAwaited == null) {
                    settingsAwaited = new SettingsAwaited(App::setting);
                }
                made = settingsAwaited;
            }
        }
        return made;
    }

    /** Which functions the host has, and which of them it was told to leave out. */
    static DeployedFunctions functions() {
        return FUNCTIONS;
    }

    private static Optional<String> setting(String name) {
        return Optional.ofNullable(System.getenv(name));
    }
}
