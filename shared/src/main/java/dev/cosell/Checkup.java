package dev.cosell;

import dev.cosell.operate.doctor.Check;
import dev.cosell.operate.doctor.Doctor;
import dev.cosell.operate.doctor.SettingsCheck;
import dev.cosell.operate.doctor.StorageCheck;
import dev.cosell.problem.Failure;
import dev.cosell.store.StorageProbe;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Puts the doctor's checks together. */
public final class Checkup {
    /** The names of all checks, in the order of the answers. */
    static final List<String> NAMES = List.of(SettingsCheck.NAME, StorageCheck.NAME);

    private Checkup() {}

    /**
     * The doctor, also while settings are wrong.
     *
     * @param connector fails with {@code MISCONFIGURED} as long as settings are wrong
     */
    public static Doctor doctor(Function<String, Optional<String>> source, Supplier<Connector> connector) {
        try {
            return connector.get().doctor();
        } catch (Failure failure) {
            List<String> faults = Settings.faults(source);
            return Doctor.withoutSettings(
                    faults.isEmpty() ? List.of(failure.problem().detail()) : faults, NAMES, InstantSource.system());
        }
    }

    static Doctor doctor(Foundation foundation) {
        List<Check> checks = List.of(
                new SettingsCheck(List.of(), set(foundation.settings())),
                new StorageCheck(new StorageProbe(foundation.storage())));
        return new Doctor(checks, Doctor.LIMIT, foundation.storage().clock());
    }

    private static int set(Settings settings) {
        return (int) Arrays.stream(Setting.values())
                .filter(setting -> !settings.text(setting).equals(setting.otherwise()))
                .count();
    }
}
