package dev.cosell.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.http.Answer;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Referral;
import java.net.URI;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The pages of one listing, each fetched when it is asked for; one call per page.
 *
 * <p>The documented next links are {@code http} and lack a part of the path. So a link is followed at our own scheme
 * and address, never to another host, and if its path is not found its query is asked for at the listing's own.
 */
final class ReferralPages implements Iterator<List<Referral>> {
    /** 200 pages of 100: far beyond any honest listing, and the end of one that goes in a circle. */
    private static final int MOST_PAGES = 200;

    private final AuthorizedCalls calls;
    private final URI listing;
    private Optional<URI> next;
    private int pages;

    /**
     * @param listing the collection
     * @param query of the first page, percent-encoded
     */
    ReferralPages(AuthorizedCalls calls, URI listing, String query) {
        this.calls = calls;
        this.listing = listing;
        this.next = Optional.of(withQuery(query));
    }

    /**
     * Goes on where an earlier listing stood.
     *
     * @param link what {@link #link} gave
     */
    static ReferralPages from(AuthorizedCalls calls, URI listing, String link) {
        ReferralPages pages = new ReferralPages(calls, listing, "");
        pages.next = Optional.of(pages.reachable(link));
        return pages;
    }

    /** Where the next page is, if there is one. */
    Optional<String> link() {
        return next.map(URI::toString);
    }

    @Override
    public boolean hasNext() {
        return next.isPresent();
    }

    @Override
    public List<Referral> next() {
        URI page = next.orElseThrow(NoSuchElementException::new);
        if (++pages > MOST_PAGES) {
            throw AuthorizedCalls.unreadable("at most " + MOST_PAGES + " pages", "a next link on the last of them");
        }
        Answer answer = calls.get(page);
        if (answer.status() == 404 && !page.getRawPath().equals(listing.getRawPath()) && page.getRawQuery() != null) {
            answer = calls.get(withQuery(page.getRawQuery()));
        }
        if (!answer.ok()) {
            throw calls.refused(answer, false, ProblemCode.MISCONFIGURED);
        }
        JsonNode document = AuthorizedCalls.json(answer);
        next = Referral.textOf(document, "/@odata.nextLink").map(this::reachable);
        return referrals(document.path("value"));
    }

    private List<Referral> referrals(JsonNode items) {
        if (!items.isArray()) {
            throw AuthorizedCalls.unreadable(
                    "a list of referrals in \"value\"", items.getNodeType().toString());
        }
        return StreamSupport.stream(items.spliterator(), false)
                .map(ReferralDocument::checked)
                .toList();
    }

    private URI reachable(String link) {
        URI target = parsed(link);
        boolean sameHost = listing.getHost().equalsIgnoreCase(target.getHost())
                && (target.getPort() == -1 || target.getPort() == listing.getPort());
        if (!sameHost || target.getRawUserInfo() != null) {
            throw AuthorizedCalls.unreadable("a next link at " + listing.getHost(), Quoted.of(link));
        }
        String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
        // Put together, not resolved: a path that begins with // would resolve to another host.
        return URI.create(listing.getScheme() + "://" + listing.getRawAuthority() + target.getRawPath() + query);
    }

    private URI parsed(String link) {
        try {
            return listing.resolve(link.replace(" ", "%20"));
        } catch (IllegalArgumentException e) {
            throw AuthorizedCalls.unreadable("a next link that is an address", Quoted.of(link));
        }
    }

    private URI withQuery(String query) {
        return URI.create(listing + "?" + query);
    }
}
