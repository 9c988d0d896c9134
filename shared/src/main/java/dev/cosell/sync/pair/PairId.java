package dev.cosell.sync.pair;

/** Names a pair for ever; the partition of its rows. */
public record PairId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
