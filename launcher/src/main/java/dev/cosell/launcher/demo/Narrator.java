package dev.cosell.launcher.demo;

import java.io.PrintStream;

/** Tells what happens as it happens, or keeps quiet. */
final class Narrator {
    private final PrintStream out;
    private final boolean quiet;
    private int chapter;

    Narrator(PrintStream out, boolean quiet) {
        this.out = out;
        this.quiet = quiet;
    }

    void chapter(String title) {
        chapter++;
        print(System.lineSeparator() + chapter + ". " + title);
    }

    void say(String line) {
        print("   " + line);
    }

    void print(String text) {
        if (!quiet) {
            out.println(text);
        }
    }
}
