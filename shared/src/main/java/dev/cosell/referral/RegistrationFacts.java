package dev.cosell.referral;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the registration of a deal is judged by, beside itself. What is absent is unknown, and nothing is refused for it.
 *
 * @param microsofts where Microsoft's half stands, if it has one
 * @param createdAt of the referral
 * @param closedAt when it was won
 * @param solutions ids of the referral's solutions
 */
public record RegistrationFacts(
        Optional<Status> status,
        DealKind kind,
        Optional<Status> microsofts,
        Optional<Instant> createdAt,
        Optional<Instant> closedAt,
        Set<String> solutions,
        Instant now) {
    /**
     * What a referral shows.
     *
     * @param withMicrosoft whether Microsoft is known to have a half of its engagement
     */
    public static RegistrationFacts of(
            Referral referral, boolean withMicrosoft, Optional<Status> microsofts, Instant now) {
        Set<String> solutions = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Members.at(referral.document(), "/details/requirements/solutions")
                .forEach(solution -> Referral.textOf(solution, "/id").ifPresent(solutions::add));
        return new RegistrationFacts(
                referral.status(),
                DealKind.of(referral, withMicrosoft),
                microsofts,
                referral.createdAt(),
                referral.text("/closedDateTime").flatMap(Referral::parseInstant),
                solutions,
                now);
    }
}
