package dev.cosell.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/** All that is random about one input: the same seed, target and number always give the same input. */
final class Dice {
    private final SplittableRandom random;

    private Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    static Dice of(long seed, String target, long number) {
        return new Dice(new SplittableRandom(seed ^ ((long) target.hashCode() << 32) ^ number).nextLong());
    }

    /** From 0 to below the bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    byte[] bytes(int many) {
        byte[] bytes = new byte[many];
        random.nextBytes(bytes);
        return bytes;
    }
}
