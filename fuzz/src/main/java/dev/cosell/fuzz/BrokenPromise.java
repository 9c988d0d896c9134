package dev.cosell.fuzz;

/** What an input made of us that no input may. */
final class BrokenPromise extends RuntimeException {
    BrokenPromise(String what) {
        super(what);
    }
}
