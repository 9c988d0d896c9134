package dev.cosell.http;

import dev.cosell.problem.Failure;
import dev.cosell.problem.ProblemCode;
import java.util.Optional;
import java.util.function.Function;

/**
 * Signs in with a secret that may be replaced while the app runs.
 *
 * <p>A secret that was refused is read again at once and, if it is another one by now, tried; so a rotation costs one
 * refused request.
 */
public final class SignInBySecret implements SignIn {
    /** Where a secret comes from. */
    public interface Source {
        Optional<String> current();

        /** The secret as it is kept now, whatever was read before. */
        Optional<String> reread();
    }

    private record Made(Optional<String> secret, SignIn signIn) {}

    private final Source source;
    private final Function<Optional<String>, SignIn> maker;
    private Optional<Made> made = Optional.empty();

    public SignInBySecret(Source source, Function<Optional<String>, SignIn> maker) {
        this.source = source;
        this.maker = maker;
    }

    @Override
    public IssuedToken signIn() {
        Optional<String> secret = source.current();
        try {
            return with(secret).signIn();
        } catch (Failure refused) {
            if (refused.problem().code() != ProblemCode.SIGN_IN_REFUSED) {
                throw refused;
            }
            Optional<String> now = source.reread();
            if (now.equals(secret)) {
                throw refused;
            }
            return with(now).signIn();
        }
    }

    private synchronized SignIn with(Optional<String> secret) {
        Made usable = made.filter(known -> known.secret().equals(secret))
                .orElseGet(() -> new Made(secret, maker.apply(secret)));
        made = Optional.of(usable);
        return usable.signIn();
    }
}
