package dev.cosell.benchmarks.scale;

/**
 * What a service takes in a second at most, as it documents it. What is beyond waits its turn here; the real services answer
 * 429 or 503, and then it waits longer.
 */
public enum Limit {
    /** @see <a href="https://learn.microsoft.com/azure/storage/tables/scalability-targets">Table Storage's targets</a> */
    ACCOUNT("storage account", 20_000),
    /** Of messages, each of which is sent, taken and deleted. */
    QUEUE("one queue", 2_000),
    /** Of rows in one partition: all lists of deals are in one. */
    LISTS("partition of lists", 2_000),
    /**
     * 6,000 in five minutes, for one user on one web server.
     *
     * @see <a href="https://learn.microsoft.com/power-apps/developer/data-platform/api-limits">Dataverse's limits</a>
     */
    DATAVERSE("Dataverse, one web server", 20);

    private final String words;
    private final double perSecond;

    Limit(String words, double perSecond) {
        this.words = words;
        this.perSecond = perSecond;
    }

    /** For people. */
    public String words() {
        return words;
    }

    double perSecond() {
        return perSecond;
    }
}
