package dev.cosell.operate.share;

import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.operate.WrittenId;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.SealedTokens;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.port.Crm;
import dev.cosell.sync.port.RecordPage;
import dev.cosell.sync.port.RecordQuery;
import java.util.Optional;

/** Records of the CRM that callers page through: the condition is theirs, where the list goes on is not. */
public final class FilteredRecords {
    private final Crm crm;
    private final CrmProduct product;
    private final SealedTokens tokens;

    /** @param product whose words conditions are in */
    public FilteredRecords(Crm crm, CrmProduct product, SealedTokens tokens) {
        this.crm = crm;
        this.product = product;
        this.tokens = tokens;
    }

    /**
     * A condition that somebody typed.
     *
     * @throws Failure {@code REQUEST_UNREADABLE} as {@link RecordFilter} says
     */
    public String filter(String typed) {
        return RecordFilter.checked(typed, product);
    }

    /**
     * A page. One call to the CRM.
     *
     * @param list what it is a page of; a token opens in the list of the same name, table and condition only
     * @param query with a filter from {@link #filter}, or none
     * @param token of the page before, or empty
     * @return with a token for the page after, if there is one
     * @throws Failure {@code REQUEST_UNREADABLE} for another token, or if the CRM cannot read the filter
     */
    public RecordPage page(String list, RecordQuery query, Optional<String> token) {
        String context = list + " " + query.table() + " " + query.filter().orElse("");
        RecordPage page = read(crm, query, token.map(text -> tokens.open(context, text)));
        return new RecordPage(page.entries(), page.next().map(next -> tokens.seal(context, next)));
    }

    /** The record that a request names; as {@link WrittenId#record}. */
    RecordRef named(String member, String written, String table) {
        return WrittenId.record(member, written, table, crm);
    }

    /**
     * One record, as a page would have it. One call to the CRM.
     *
     * @throws Failure {@code RECORD_GONE} if the CRM does not show it
     */
    RecordPage.Entry one(RecordRef record) {
        return new RecordPage.Entry(record, crm.read(record));
    }

    /**
     * A page as the CRM gives it.
     *
     * @throws Failure {@code REQUEST_UNREADABLE} if the CRM cannot read the filter
     */
    static RecordPage read(Crm crm, RecordQuery query, Optional<String> next) {
        try {
            return crm.records(query, next);
        } catch (Failure failure) {
            throw query.filter().isPresent() ? aboutTheFilter(failure) : failure;
        }
    }

    /** The CRM refused what was asked: that is the filter, for all the rest of the address is ours. */
    private static Failure aboutTheFilter(Failure failure) {
        return switch (failure.problem().code()) {
            case SCHEMA_MISMATCH, INVALID_VALUE, PLUGIN_REFUSED, UNEXPECTED ->
                Problem.of(
                                ProblemCode.REQUEST_UNREADABLE,
                                "filter: expected a condition that the CRM can read, found that it answered: "
                                        + failure.problem().detail())
                        .failure(failure);
            default -> failure;
        };
    }
}
