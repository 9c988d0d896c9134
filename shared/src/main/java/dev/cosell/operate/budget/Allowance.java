package dev.cosell.operate.budget;

import dev.cosell.sync.port.Lane;
import java.util.OptionalLong;

/**
 * How often a system may be called.
 *
 * @param daily calls a day (UTC) of all instances together; empty for any number
 * @param soft percent of that at which people are told
 * @param share percent of what the system itself allows within 24 hours that may be used by everybody, us included; counts
 *     only where the system tells
 */
public record Allowance(OptionalLong daily, int soft, int share) {
    /** In percent. */
    public static final int ALL = 100;

    /** Counted, but not limited. */
    public static final Allowance UNLIMITED = new Allowance(OptionalLong.empty(), ALL, ALL);

    /**
     * How many of the calls that the system allows everybody may be used when work of a lane still begins.
     *
     * @param allowed within 24 hours
     */
    public long ofAll(long allowed, Lane lane) {
        return allowed * share / ALL * lane.percent() / ALL;
    }
}
