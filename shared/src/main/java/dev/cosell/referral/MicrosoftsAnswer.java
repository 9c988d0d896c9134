package dev.cosell.referral;

/** What the status of Microsoft's half of an engagement says to the partner's seller. */
public final class MicrosoftsAnswer {
    private MicrosoftsAnswer() {}

    /** A short sentence. */
    public static String words(Status status) {
        return switch (status) {
            case PENDING, RECEIVED -> "Microsoft has not answered yet";
            case ACCEPTED -> "Microsoft accepted the deal";
            case DECLINED -> "Microsoft declined the deal";
            case EXPIRED -> "Microsoft did not answer in time";
            case WON -> "Microsoft closed its half as won";
            case LOST -> "Microsoft closed its half as lost";
            case ERROR -> "Microsoft closed its half as an error";
        };
    }
}
