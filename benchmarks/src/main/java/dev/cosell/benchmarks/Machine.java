package dev.cosell.benchmarks;

/** Where figures were taken. */
public final class Machine {
    private static final double MEGABYTE = 1e6;

    private Machine() {}

    /** One sentence: processors, system, Java and heap of the measuring process. */
    public static String described() {
        Runtime machine = Runtime.getRuntime();
        return "Machine: " + machine.availableProcessors() + " processors, " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + ", Java " + Runtime.version().feature() + ", heap of at most "
                + Math.round(machine.maxMemory() / MEGABYTE) + " MB.";
    }
}
