package dev.cosell.sync;

import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Referral;
import dev.cosell.sync.pair.Pair;
import dev.cosell.sync.port.Crm;
import java.util.Optional;

/**
 * Where people find more about one deal.
 *
 * @param links to pages of this app
 * @param referral its page in the portal
 * @param record its page in the CRM
 * @param timeline its timeline in this app
 */
public record Signposts(Links links, Optional<String> referral, Optional<String> record, Optional<String> timeline) {
    public static final Signposts NONE =
            new Signposts(Links.NONE, Optional.empty(), Optional.empty(), Optional.empty());

    /** Those of a pair, as far as its halves are known. Makes no call. */
    public static Signposts of(Links links, Crm crm, Pair pair) {
        return new Signposts(
                links,
                pair.referralId().map(Referral::webAddress),
                pair.record().flatMap(crm::webAddress),
                links.timeline(pair.id()));
    }

    /** The page of a problem; without one, the page of all. */
    public Optional<String> help(Optional<ProblemCode> code) {
        return code.isPresent() ? links.help(code.get()) : links.help();
    }
}
