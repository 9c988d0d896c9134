package dev.cosell.operate.notice;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.store.NoticeRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Notices of one kind, as one message: how many there are, and the first few.
 *
 * @param rows oldest first, at least one
 */
record NoticeMessage(Notice.Kind kind, List<NoticeRow> rows) {
    private static final int SHOWN = 10;

    /** Of a kind, as settings and messages name it: {@code deal-held}. */
    static String word(Notice.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@code {"kind", "title", "count", "notices": [{"id", "subject", "text", "at"}]}}. */
    ObjectNode generic() {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("kind", word(kind))
                .put("title", title())
                .put("count", rows.size());
        ArrayNode notices = body.putArray("notices");
        shown().forEach(row -> notices.addObject()
                .put("id", row.id())
                .put("subject", row.subject())
                .put("text", row.text())
                .put("at", row.at().toString()));
        return body;
    }

    /**
     * A message for an incoming webhook of Slack. Nothing in it is markup.
     *
     * @see <a href="https://docs.slack.dev/messaging/formatting-message-text">Slack: formatting message text</a>
     */
    ObjectNode slack() {
        StringBuilder text = new StringBuilder(heading());
        lines().forEach(line -> text.append("\n• ").append(line));
        String escaped =
                text.toString().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return JsonNodeFactory.instance.objectNode().put("text", escaped).put("mrkdwn", false);
    }

    /**
     * A message for a Workflows webhook of Teams: one Adaptive Card, in text runs, which are never read as Markdown.
     *
     * @see <a href="https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using">
     *     Teams: create and send messages</a>
     */
    ObjectNode teams() {
        ObjectNode card = JsonNodeFactory.instance
                .objectNode()
                .put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
                .put("type", "AdaptiveCard")
                .put("version", "1.4");
        ArrayNode body = card.putArray("body");
        run(body, heading()).put("weight", "Bolder");
        lines().forEach(line -> run(body, line));
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("type", "message");
        message.putArray("attachments")
                .addObject()
                .put("contentType", "application/vnd.microsoft.card.adaptive")
                .set("content", card);
        return message;
    }

    private static ObjectNode run(ArrayNode body, String text) {
        return body.addObject()
                .put("type", "RichTextBlock")
                .putArray("inlines")
                .addObject()
                .put("type", "TextRun")
                .put("text", text);
    }

    private String heading() {
        return title() + " (" + rows.size() + ")";
    }

    private List<NoticeRow> shown() {
        return rows.subList(0, Math.min(rows.size(), SHOWN));
    }

    private List<String> lines() {
        List<String> lines =
                new ArrayList<>(shown().stream().map(NoticeRow::text).toList());
        if (rows.size() > SHOWN) {
            lines.add("and " + (rows.size() - SHOWN) + " more");
        }
        return lines;
    }

    private String title() {
        return switch (kind) {
            case REFERRAL_ARRIVED -> "New referrals";
            case MICROSOFT_ANSWERED -> "Microsoft answered";
            case DEAL_SHARED -> "Deals shared with Microsoft";
            case REFERRAL_EXPIRES -> "Referrals that expire soon";
            case DEAL_HELD -> "Deals that wait for a person";
            case MESSAGE_PARKED -> "Deals that were given up";
            case SIGN_IN_EXPIRES -> "Sign-ins and secrets that expire";
            case CALLS_SHORT -> "Calls that run low";
            case DRIFT_FOUND -> "The field map no longer fits";
            case REGISTRATION_LOST -> "The webhook registration";
        };
    }
}
