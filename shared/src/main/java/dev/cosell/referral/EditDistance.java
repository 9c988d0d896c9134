package dev.cosell.referral;

/** How many letters have to be added, removed or replaced to turn one text into another (Levenshtein). */
public final class EditDistance {
    private EditDistance() {}

    /** Case counts. Takes time in proportion to both lengths. */
    public static int between(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }

    /** 1 for equal texts, 0 for texts that share nothing. */
    public static double similarity(String left, String right) {
        int longest = Math.max(left.length(), right.length());
        return longest == 0 ? 1 : 1 - (double) between(left, right) / longest;
    }
}
