package dev.cosell.referral;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a partner may ask Microsoft's sellers for. The codes are Partner Center's, the labels those of the CRM's choice.
 */
public enum HelpRequest {
    WORKLOAD("WorkloadSpecificValueProposition", "Workload Specific Value Proposition"),
    ARCHITECTURE("CustomerTechnicalArchitecture", "Customer Technical Architecture"),
    PROOF_OF_CONCEPT("ProofOfConceptOrDemo", "Proof Of Concept or Demo"),
    QUOTES("QuotesOrLicensing", "Quotes or Licensing"),
    POST_SALES("PostSalesCustomerSuccess", "Post Sales Customer Success"),
    GENERAL("GeneralOrOther", "General or Other");

    private final String code;
    private final String label;

    HelpRequest(String code, String label) {
        this.code = code;
        this.label = label;
    }

    /** The value of {@code inviteContext.assistanceRequestCode}. */
    public String code() {
        return code;
    }

    /** Finds a request by its label or code, whatever the case and spacing; a CRM admin may have retyped either. */
    public static Optional<HelpRequest> byLabel(String text) {
        String wanted = letters(text);
        return Arrays.stream(values())
                .filter(help ->
                        letters(help.label).equals(wanted) || letters(help.code).equals(wanted))
                .findFirst();
    }

    /** Whether a label asks for nothing: blank, {@code --None--}, or Partner Center's own {@code Unknown}. */
    public static boolean isNone(String text) {
        String word = letters(text);
        return word.isEmpty() || word.equals("none") || word.equals("unknown");
    }

    public static List<String> labels() {
        return Arrays.stream(values()).map(help -> help.label).toList();
    }

    private static String letters(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }
}
