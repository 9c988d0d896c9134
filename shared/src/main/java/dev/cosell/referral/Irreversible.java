package dev.cosell.referral;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The steps of a deal that nobody can take back. Each is taken only if the record asks for it in so many words: what is
 * absent, empty, unreadable or merely looks like a yes asks for nothing.
 *
 * <p>Closing a deal is one too; what it needs is in the status machine, {@link Status#next()}.
 */
public enum Irreversible {
    /** Microsoft's sellers see the deal. */
    VISIBILITY {
        @Override
        public boolean isAskedBy(JsonNode column) {
            return column.isBoolean() && column.booleanValue();
        }
    },
    /** Microsoft's sellers are asked for help, which also makes the deal visible. */
    HELP_REQUEST {
        @Override
        public boolean isAskedBy(JsonNode column) {
            return column.isTextual() && HelpRequest.byLabel(column.asText()).isPresent();
        }
    },
    /** The deal is made as an IP or a services deal. */
    CO_SELL_TYPE {
        @Override
        public boolean isAskedBy(JsonNode column) {
            return column.isTextual() && CoSellType.byLabel(column.asText()).isPresent();
        }
    };

    /**
     * Whether a column asks for this step.
     *
     * @param column its stored form; a missing node if it was not shown
     */
    public abstract boolean isAskedBy(JsonNode column);
}
