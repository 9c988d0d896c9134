package dev.cosell.sync;

import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.fieldmap.ValueType;
import java.util.List;
import java.util.Optional;

/** What Microsoft does with its half of a deal, on the timeline in words, whether or not the CRM has a column for it. */
final class MicrosoftsWord {
    private MicrosoftsWord() {}

    /** Notes an answer that is new to this pair. */
    static void note(PairAtWork at) {
        at.map().fields().stream()
                .filter(field -> field.type() == ValueType.MICROSOFTS_ANSWER)
                .forEach(field -> {
                    Optional<Value> before = field.on(
                            Side.PARTNER_CENTER, at.pair().partnerCenter().seen());
                    Optional<Value> now = field.on(Side.PARTNER_CENTER, at.now(Side.PARTNER_CENTER));
                    if (now.isPresent() && !now.equals(before)) {
                        at.note(now.get().toString(), Optional.empty(), List.of(), Optional.empty());
                    }
                });
    }
}
