package dev.cosell.sync;

import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.PairId;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Addresses of this app's own pages, as people open them.
 *
 * @param app public address of this app; without it there are no such pages
 */
public record Links(Optional<URI> app) {
    public static final Links NONE = new Links(Optional.empty());

    /** What a problem means and what to do about it. */
    public Optional<String> help(ProblemCode code) {
        return page("problems/" + code.code());
    }

    /** All problems, and how to read them. */
    public Optional<String> help() {
        return page("problems");
    }

    /** What happened to a deal. */
    public Optional<String> timeline(PairId pair) {
        return page("referrals/" + URLEncoder.encode(pair.value(), StandardCharsets.UTF_8));
    }

    private Optional<String> page(String path) {
        return app.map(address -> address.toString().replaceFirst("/+$", "") + "/api/" + path);
    }
}
