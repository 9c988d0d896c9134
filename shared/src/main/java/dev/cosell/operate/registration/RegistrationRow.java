package dev.cosell.operate.registration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.Stored;
import dev.cosell.sync.port.KeptState;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Where {@link RegistrationState} is kept. Several instances may change it at once: each change is made on the latest. */
public final class RegistrationRow {
    private static final int MOST_ROUNDS = 5;

    private final KeptState row;

    public RegistrationRow(KeptState row) {
        this.row = row;
    }

    RegistrationState read() {
        return of(row.read());
    }

    /**
     * A foreign address that gets all events from us, if somebody asked for that when it was replaced.
     *
     * @throws dev.cosell.problem.Failure {@code STORAGE_UNAVAILABLE}
     */
    public Optional<String> served() {
        return read().served();
    }

    /**
     * Changes what is kept.
     *
     * @param change may be asked several times
     * @return what is kept now
     */
    RegistrationState change(UnaryOperator<RegistrationState> change) {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Optional<Stored<JsonNode>> stored = row.read();
            RegistrationState next = change.apply(of(stored));
            if (row.write(stored, next.json()).isPresent()) {
                return next;
            }
        }
        throw Problem.of(ProblemCode.MOVED_ON, "what is kept about the registration changed " + MOST_ROUNDS + " times")
                .failure();
    }

    private static RegistrationState of(Optional<Stored<JsonNode>> stored) {
        return stored.map(found -> RegistrationState.of(found.value())).orElse(RegistrationState.NEW);
    }
}
