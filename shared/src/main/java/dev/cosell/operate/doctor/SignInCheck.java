package dev.cosell.operate.doctor;

import dev.cosell.http.IssuedToken;
import dev.cosell.http.SignIn;
import dev.cosell.http.TokenClaims;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether Partner Center's user can be signed in for each of its two hosts, and whether the tokens are such as Partner
 * Center takes: for the right audience, of the right tenant, of a user, with a second factor.
 */
public final class SignInCheck implements Check {
    public static final String NAME = "partner-center-sign-in";

    /** A tenant can also be named by a domain, which tokens do not show. */
    private static final Pattern GUID = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /**
     * A host of Partner Center; it takes tokens for its own address only.
     *
     * @param name for people
     * @param api base address of what is called there
     */
    public record Host(String name, URI api, SignIn signIn) {
        private String audience() {
            return api.getScheme() + "://" + api.getAuthority();
        }
    }

    private final List<Host> hosts;
    private final String tenant;

    /** @param tenant as the settings name it */
    public SignInCheck(List<Host> hosts, String tenant) {
        this.hosts = List.copyOf(hosts);
        this.tenant = tenant;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        hosts.forEach(host -> findings.addAll(of(host)));
        return findings;
    }

    private List<Finding> of(Host host) {
        IssuedToken token;
        try {
            token = host.signIn().signIn();
        } catch (Failure failure) {
            return List.of(Finding.failed(NAME, failure.problem()));
        }
        Optional<TokenClaims> claims = TokenClaims.of(token);
        if (claims.isEmpty()) {
            return List.of(Finding.ok(
                    NAME,
                    host.name() + ": signed in until " + token.expiresAt()
                            + "; the token does not show what it is for"));
        }
        List<Finding> wrong = wrong(host, claims.get());
        return wrong.isEmpty()
                ? List.of(Finding.ok(
                        NAME,
                        host.name() + ": signed in until " + token.expiresAt() + ", audience "
                                + claims.get().audience() + ", tenant "
                                + claims.get().tenant()
                                + ", with a second factor"))
                : wrong;
    }

    private List<Finding> wrong(Host host, TokenClaims claims) {
        List<Finding> wrong = new ArrayList<>();
        if (claims.audience().startsWith("http") && !bare(claims.audience()).equals(host.audience())) {
            wrong.add(failed(
                    ProblemCode.TOKEN_REFUSED,
                    host.name() + ": expected a token for " + host.audience() + ", found one for "
                            + claims.audience()));
        }
        if (GUID.matcher(tenant).matches()
                && !claims.tenant().isEmpty()
                && !claims.tenant().equalsIgnoreCase(tenant)) {
            wrong.add(apart(host, claims));
        }
        if (!claims.ofUser()) {
            wrong.add(failed(
                    ProblemCode.TOKEN_REFUSED,
                    host.name() + ": expected a token of a user, found one of the app alone (900329)"));
        } else if (!claims.hasSecondFactor()) {
            wrong.add(failed(
                    ProblemCode.MFA_MISSING,
                    host.name() + ": expected the method mfa among those of the sign-in (900421), found "
                            + claims.methods()));
        }
        return wrong;
    }

    private Finding apart(Host host, TokenClaims claims) {
        return failed(
                        ProblemCode.TENANTS_APART,
                        host.name() + ": expected a token of tenant " + tenant + ", found one of " + claims.tenant())
                .advising(
                        ProblemCode.TENANTS_APART.cause(),
                        ProblemCode.TENANTS_APART.fix()
                                + " If Partner Center is meant to serve several tenants, ask its support: \"Please enable"
                                + " referral webhooks for multi-tenancy; our Partner Center tenant is " + tenant
                                + ", the calling user's tenant is " + claims.tenant() + ".\"");
    }

    private static Finding failed(ProblemCode code, String detail) {
        return Finding.failed(NAME, Problem.of(code, detail).from(RemoteSystem.PARTNER_CENTER));
    }

    private static String bare(String address) {
        return address.replaceFirst("/+$", "");
    }
}
