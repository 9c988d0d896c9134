package dev.cosell.sandbox.dataverse;

import java.net.URI;
import java.util.List;

/**
 * A webhook to register: one {@code serviceendpoint} and one asynchronous post-operation
 * {@code sdkmessageprocessingstep}.
 *
 * @param url where to POST
 * @param authentication how the secret travels
 * @param authName name of the header or query parameter; not used for {@link Authentication#WEBHOOK_KEY}
 * @param authValue the secret
 * @param message {@code Create}, {@code Update}, {@code Delete}, {@code Win}, {@code Lose},
 *     {@code QualifyLead} or {@code Merge}
 * @param table logical name
 * @param filteringAttributes columns of which at least one has to be written for an Update to fire; empty = any
 */
public record WebhookStep(
        URI url,
        Authentication authentication,
        String authName,
        String authValue,
        String message,
        String table,
        List<String> filteringAttributes) {
    public WebhookStep {
        filteringAttributes = List.copyOf(filteringAttributes);
    }

    /** The kinds of a service endpoint's {@code authtype}; the numbers are not documented, these are from memory. */
    public enum Authentication {
        /** {@code ?code=} as Azure Functions keys travel. */
        WEBHOOK_KEY(4),
        HTTP_HEADER(5),
        HTTP_QUERY_STRING(6);

        private final int authType;

        Authentication(int authType) {
            this.authType = authType;
        }

        int authType() {
            return authType;
        }
    }
}
