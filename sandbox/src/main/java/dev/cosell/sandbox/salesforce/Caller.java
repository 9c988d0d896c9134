package dev.cosell.sandbox.salesforce;

import dev.cosell.sandbox.Request;
import java.util.Locale;

/**
 * Who makes a call, and how it wants it done.
 *
 * @param user id
 * @param restricted whether missing permissions hold: they do for who signed in through the connected app, while the people
 *     that the control surface plays may do everything
 * @param savesDuplicates whether a record is saved although a duplicate rule warns of it
 */
record Caller(String user, boolean restricted, boolean savesDuplicates) {
    static Caller person(String user) {
        return new Caller(user, false, true);
    }

    /** @param request may carry {@code Sforce-Duplicate-Rule-Header} */
    static Caller of(String user, boolean restricted, Request request) {
        boolean allowed = request.header("sforce-duplicate-rule-header")
                .map(header -> header.replace(" ", "").toLowerCase(Locale.ROOT))
                .filter(header -> header.contains("allowsave=true"))
                .isPresent();
        return new Caller(user, restricted, allowed);
    }
}
