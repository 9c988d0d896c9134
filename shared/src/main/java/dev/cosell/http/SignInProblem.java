package dev.cosell.http;

import com.microsoft.aad.msal4j.MsalServiceException;
import com.microsoft.aad.msal4j.MsalThrottlingException;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Why a sign-in failed, out of what the identity libraries throw. */
final class SignInProblem {
    /** The code and its sentence; what follows (trace id, correlation id, time) is noise to people. */
    private static final Pattern REASON = Pattern.compile("AADSTS\\d+:[^\\r\\n]*?(?=\\s*(Trace ID:|[\\r\\n]|$))");

    private static final int LONGEST_REASON = 400;

    private SignInProblem() {}

    static Failure of(RemoteSystem system, Throwable cause) {
        Problem problem = first(cause, Failure.class)
                .map(failure -> ofSignIn(failure.problem()))
                .or(() -> first(cause, MsalThrottlingException.class).map(SignInProblem::throttled))
                .or(() -> first(cause, MsalServiceException.class).map(SignInProblem::answered))
                .or(() -> unreachable(cause))
                .orElseGet(() -> Problem.of(ProblemCode.SIGN_IN_REFUSED, text(cause)));
        return problem.from(system).explained().failure(cause);
    }

    /** A sign-in without answer says nothing about the write it was made for: that one was never sent. */
    private static Problem ofSignIn(Problem problem) {
        return new Problem(
                problem.code(), problem.detail(), problem.field(), problem.system(), problem.retryAfter(), false);
    }

    private static Problem throttled(MsalThrottlingException throttling) {
        return Problem.of(ProblemCode.THROTTLED, "the identity platform asked us to wait")
                .retryAfter(Duration.ofMillis(throttling.retryInMs()));
    }

    private static Problem answered(MsalServiceException answer) {
        int status = answer.statusCode() == null ? 0 : answer.statusCode();
        ProblemCode code = status == 429
                ? ProblemCode.THROTTLED
                : status >= 500 ? ProblemCode.UNAVAILABLE : ProblemCode.SIGN_IN_REFUSED;
        return Problem.of(code, text(answer));
    }

    private static Optional<Problem> unreachable(Throwable cause) {
        return first(cause, IOException.class)
                .map(Throwable.class::cast)
                .or(() -> first(cause, TimeoutException.class).map(Throwable.class::cast))
                .map(network -> Problem.of(
                        ProblemCode.UNAVAILABLE, "the identity platform could not be reached: " + text(network)));
    }

    private static <T extends Throwable> Optional<T> first(Throwable cause, Class<T> type) {
        return chain(cause).filter(type::isInstance).map(type::cast).findFirst();
    }

    private static Stream<Throwable> chain(Throwable cause) {
        return Stream.iterate(cause, link -> link != null, Throwable::getCause).limit(20);
    }

    private static String text(Throwable cause) {
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        Matcher reason = REASON.matcher(message);
        return shortened(
                reason.find() ? reason.group() : message.lines().findFirst().orElse(""));
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "...";
    }
}
