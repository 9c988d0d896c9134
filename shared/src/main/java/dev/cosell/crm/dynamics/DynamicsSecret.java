package dev.cosell.crm.dynamics;

import dev.cosell.crm.SharedSecret;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The shared secret that Dataverse sends with every event, in a header of the webhook's registration.
 *
 * <p>Dataverse signs nothing; this header is all that tells a genuine event. Two secrets may be valid at once, so that
 * one can be replaced without losing events. Source: "Register a webhook", authentication type HttpHeader.
 */
public final class DynamicsSecret {
    private final String header;
    private final SharedSecret accepted;

    /**
     * @param header name of the header, whatever its case
     * @throws dev.cosell.problem.Failure with {@code MISCONFIGURED} if it is blank
     */
    public DynamicsSecret(String header, SharedSecret accepted) {
        if (header.isBlank()) {
            throw blank();
        }
        this.header = header.strip().toLowerCase(Locale.ROOT);
        this.accepted = accepted;
    }

    /**
     * With secrets that stay.
     *
     * @param header name of the header, whatever its case
     * @param secret the valid one
     * @param next the one that is going to replace it, during a rotation
     * @throws dev.cosell.problem.Failure with {@code MISCONFIGURED} if a name or secret is blank
     */
    public DynamicsSecret(String header, String secret, Optional<String> next) {
        this(header, shared(secret, next));
    }

    private static SharedSecret shared(String secret, Optional<String> next) {
        if (secret.isBlank() || next.filter(String::isBlank).isPresent()) {
            throw blank();
        }
        return new SharedSecret(secret, next);
    }

    private static RuntimeException blank() {
        return Problem.of(
                        ProblemCode.MISCONFIGURED,
                        "expected a header name and secrets for Dynamics 365 events, found a blank one")
                .failure();
    }

    /**
     * Whether the request carries a valid secret.
     *
     * @param headers by lower-case name
     * @return the problem {@code SECRET_WRONG} if it does not
     */
    public Optional<Problem> refusal(Map<String, String> headers) {
        String found = headers.get(header);
        if (found == null) {
            return Optional.of(wrong("none"));
        }
        return accepted.is(found) ? Optional.empty() : Optional.of(wrong("another one"));
    }

    private Problem wrong(String found) {
        return Problem.of(
                        ProblemCode.SECRET_WRONG, "expected the shared secret in header " + header + ", found " + found)
                .from(RemoteSystem.CRM);
    }
}
