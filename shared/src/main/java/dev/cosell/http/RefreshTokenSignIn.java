package dev.cosell.http;

import com.microsoft.aad.msal4j.RefreshTokenParameters;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.util.Optional;
import java.util.Set;

/**
 * Signs in on behalf of the user who signed in once, with multi-factor authentication: Partner Center's referrals take
 * no other token. One refresh token serves the audiences of both Partner Center hosts.
 *
 * <p>The transport handed in should meter nowhere: calls to the identity platform are not Partner Center's.
 */
public final class RefreshTokenSignIn implements SignIn {
    private final RemoteSystem system;
    private final AppRegistration app;
    private final String scope;
    private final RefreshTokenStore store;
    private final Transport transport;

    /**
     * @param system the one that is unusable when this sign-in fails
     * @param scope audience and {@code /.default}, for instance {@code https://api.partner.microsoft.com/.default}
     */
    public RefreshTokenSignIn(
            RemoteSystem system, AppRegistration app, String scope, RefreshTokenStore store, Transport transport) {
        this.system = system;
        this.app = app;
        this.scope = scope;
        this.store = store;
        this.transport = transport;
    }

    @Override
    public IssuedToken signIn() {
        Optional<Failure> refused = Optional.empty();
        for (String refreshToken : store.tokens()) {
            try {
                return use(refreshToken);
            } catch (Failure failure) {
                if (failure.problem().code() != ProblemCode.SIGN_IN_REFUSED) {
                    throw failure;
                }
                refused = refused.or(() -> Optional.of(failure));
            }
        }
        throw refused.orElseGet(() -> Problem.of(
                        ProblemCode.SIGN_IN_REFUSED, "expected a stored refresh token, found none: sign in once")
                .from(system)
                .failure());
    }

    private IssuedToken use(String refreshToken) {
        GrantedTokens granted = new MsalClient(system, app, transport)
                .ask(client -> client.acquireToken(RefreshTokenParameters.builder(Set.of(scope), refreshToken)
                        .build()));
        store.renewed(refreshToken, granted.refreshToken().orElse(refreshToken));
        return granted.access();
    }
}
