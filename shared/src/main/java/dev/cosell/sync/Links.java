package dev.cosell.sync;

import dev.cosell.problem.ProblemCode;
import dev.cosell.sync.pair.PairId;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Addresses of this app's own pages, as people open them.
 *
 * @param app public address of this app; without it there are no such pages
 * @param proof that whoever shows it was given the address of a pair's timeline; empty if nobody may see one without a key
 */
public record Links(Optional<URI> app, Function<PairId, String> proof) {
    public static final Links NONE = new Links(Optional.empty());

    /** Addresses that prove nothing. */
    public Links(Optional<URI> app) {
        this(app, pair -> "");
    }

    /** What a problem means and what to do about it. */
    public Optional<String> help(ProblemCode code) {
        return page("problems/" + code.code());
    }

    /** All problems, and how to read them. */
    public Optional<String> help() {
        return page("problems");
    }

    /**
     * What happened to a deal, to be read by whoever has this address. The proof is behind the {@code #}, which browsers
     * send to nobody: it stands in no log.
     */
    public Optional<String> timeline(PairId pair) {
        return page("console")
                .map(console -> console + "#/timeline/" + URLEncoder.encode(pair.value(), StandardCharsets.UTF_8))
                .map(address -> Stream.of(address, proof.apply(pair))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("/")));
    }

    /** A deal in the console, for whoever has signed in there. Proves nothing, so it may stand where many people read it. */
    public Optional<String> deal(PairId pair) {
        return page("console")
                .map(console -> console + "#/deals/" + URLEncoder.encode(pair.value(), StandardCharsets.UTF_8));
    }

    private Optional<String> page(String path) {
        return app.map(address -> address.toString().replaceFirst("/+$", "") + "/api/" + path);
    }
}
