package dev.cosell.launcher.demo;

import dev.cosell.launcher.Ports;
import dev.cosell.launcher.Project;
import java.io.PrintStream;

/** todo */
public final class Demo {
    private Demo() {}

    public static boolean play(Project project, Ports ports, boolean json, PrintStream out) {
        out.println(project.root() + " " + ports + json);
        return false;
    }
}
