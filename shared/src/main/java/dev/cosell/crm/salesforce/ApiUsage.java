package dev.cosell.crm.salesforce;

import dev.cosell.http.Answer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the organisation used of its calls of the last 24 hours, whoever made them: {@code Sforce-Limit-Info:
 * api-usage=10018/100000}, which comes with every answer.
 */
record ApiUsage(long used, long allowed) {
    private static final Pattern HEADER = Pattern.compile("api-usage=(\\d{1,15})/(\\d{1,15})");

    static Optional<ApiUsage> of(Answer answer) {
        return answer.header("sforce-limit-info")
                .map(HEADER::matcher)
                .filter(Matcher::find)
                .map(found -> new ApiUsage(Long.parseLong(found.group(1)), Long.parseLong(found.group(2))));
    }

    /** Whether nothing more goes until the oldest calls are a day old. */
    boolean isSpent() {
        return used >= allowed;
    }
}
