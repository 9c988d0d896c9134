package dev.cosell.referral;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a referral is closed: one of Partner Center's reasons in Partner Center's words, or any other text.
 *
 * <p>Source: the reasons of the portal and of the bulk tool. The API takes free text.
 */
public final class ClosingReason {
    /** The longest reason that is sent, in characters. */
    public static final int LONGEST = 250;

    private static final List<String> OF_LOSING = List.of(
            "Budget not adequate",
            "Customer didn't respond",
            "Customer chose another vendor",
            "Requirement not met",
            "Not a customer",
            "Timeline too short",
            "Report abuse, spam or phishing",
            "Other");
    private static final List<String> OF_ERROR = List.of(
            "Duplicate: bulk upload",
            "Duplicate: Partner Center",
            "Duplicate: sent by Microsoft",
            "Connector data sync issue",
            "Customer matching issue",
            "Solution issue",
            "Test referral",
            "Data error",
            "Other");

    private ClosingReason() {}

    /** Partner Center's reasons for an ending; none for one that needs no reason. */
    public static List<String> of(Status ending) {
        return switch (ending) {
            case DECLINED, LOST -> OF_LOSING;
            case ERROR -> OF_ERROR;
            case PENDING, RECEIVED, ACCEPTED, WON, EXPIRED -> List.of();
        };
    }

    /**
     * A reason as it is sent: one of Partner Center's, however it was spelled, in its own spelling; any other on one line.
     *
     * @return nothing if there is no text, or more than {@link #LONGEST} characters of it
     */
    public static Optional<String> read(Status ending, String written) {
        String plain = written.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return Optional.of(of(ending).stream()
                        .filter(known -> letters(known).equals(letters(plain)))
                        .findFirst()
                        .orElse(plain))
                .filter(text -> !text.isEmpty() && text.length() <= LONGEST);
    }

    private static String letters(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
