package dev.cosell.sync.port;

import dev.cosell.sync.pair.Claim;
import java.util.Optional;

/** Port: who owns what. A claim is inserted only if absent and never changes hands on its own. */
public interface Claims {
    /**
     * Claims a name for an owner.
     *
     * @return the owner it now has: {@code candidate}, or whoever was earlier
     */
    String claim(Claim claim, String candidate);

    Optional<String> owner(Claim claim);
}
