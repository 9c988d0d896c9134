package dev.cosell.partnercenter;

/** A text of the network inside one of our messages: on one line and short. */
final class Quoted {
    private static final int LONGEST = 80;

    private Quoted() {}

    static String of(String text) {
        return '"' + plain(text, LONGEST) + '"';
    }

    static String plain(String text, int longest) {
        String oneLine = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return oneLine.length() <= longest ? oneLine : oneLine.substring(0, longest) + "...";
    }
}
