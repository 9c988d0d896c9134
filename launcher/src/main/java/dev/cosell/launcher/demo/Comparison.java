package dev.cosell.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Compares a referral with its record, field by field, from the raw documents of both sides. Written from the services'
 * documents and on purpose without the connector's code, so that it does not share its mistakes.
 */
public final class Comparison {
    private static final int NOTES_COLUMN = 2000;
    private static final Pattern REFERENCE = Pattern.compile("&(#(\\d+)|amp|lt|gt|quot|apos);");
    private static final Map<String, String> NAMED =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'");

    private final Map<String, JsonNode> currencies;
    private final Map<String, JsonNode> accounts;

    /** Reads the tables that records point into. */
    public Comparison(Sides sides) {
        currencies = byId(sides.rows("transactioncurrency"));
        accounts = byId(sides.rows("account"));
    }

    /**
     * What is different.
     *
     * @param referral as Partner Center stores it
     * @param record columns as the CRM stores them
     * @return one line per field that differs; empty if the two agree
     */
    public List<String> differences(JsonNode referral, JsonNode record) {
        List<String> out = new ArrayList<>();
        JsonNode details = referral.path("details");
        JsonNode currency =
                currencies.get(record.at("/transactioncurrencyid/id").asText());
        int precision =
                currency == null ? 2 : currency.path("currencyprecision").asInt(2);
        compare(out, "name", plain(referral.path("name")), text(record.path("name")));
        compare(
                out,
                "value",
                amount(details.path("dealValue"), precision),
                amount(record.path("estimatedvalue"), precision));
        compare(
                out,
                "currency",
                text(details.path("currency")),
                currency == null ? "" : text(currency.path("isocurrencycode")));
        compare(out, "close date", day(details.path("closingDateTime")), day(record.path("estimatedclosedate")));
        compare(out, "notes", cut(plain(details.path("notes"))), cut(text(record.path("description"))));
        compare(
                out,
                "status",
                stage(referral),
                stage(
                        record.path("statecode").asInt(),
                        record.path("statuscode").asInt()));
        compare(out, "solutions", solutions(details), solutions(record.path("msft_microsoftpartnercentersolutions")));
        compare(
                out,
                "referral id",
                text(referral.path("id")),
                text(record.path("msft_microsoftpartnercenterreferralidentifier")));
        compare(
                out,
                "link",
                "https://partner.microsoft.com/referrals/v2/inbox?id=" + text(referral.path("id")),
                text(record.path("msft_microsoftpartnercenterreferrallink")));
        compare(
                out,
                "Microsoft's id",
                text(referral.at("/trackingInfo/microsoftMsxId")),
                text(record.path("msft_microsoftcrmidentifier")));
        compare(out, "customer", plain(referral.at("/customerProfile/name")), customer(record));
        return out;
    }

    private String customer(JsonNode record) {
        JsonNode account = accounts.get(record.at("/customerid/id").asText());
        return account == null ? "" : text(account.path("name"));
    }

    private static void compare(List<String> out, String field, String partnerCenter, String crm) {
        if (!Objects.equals(partnerCenter, crm)) {
            out.add(field + ": Partner Center has \"" + partnerCenter + "\", the CRM \"" + crm + "\"");
        }
    }

    private static String text(JsonNode node) {
        return node.isNull() ? "" : node.asText("").replace("\r\n", "\n").stripTrailing();
    }

    /** Partner Center shows some characters of a text as HTML. */
    private static String plain(JsonNode node) {
        Matcher reference = REFERENCE.matcher(text(node));
        return reference.replaceAll(found -> Matcher.quoteReplacement(
                found.group(2) == null
                        ? NAMED.get(found.group(1))
                        : Character.toString(Integer.parseInt(found.group(2)))));
    }

    private static String amount(JsonNode node, int precision) {
        String text = text(node);
        return text.isEmpty()
                ? ""
                : new BigDecimal(text).setScale(precision, RoundingMode.HALF_UP).toPlainString();
    }

    private static String day(JsonNode node) {
        String text = text(node);
        return text.length() > 10 ? text.substring(0, 10) : text;
    }

    /** A note that the CRM's column cannot hold agrees as far as the column goes. */
    private static String cut(String notes) {
        return notes.length() < NOTES_COLUMN - 1 ? notes : notes.substring(0, NOTES_COLUMN - 10);
    }

    private static String stage(JsonNode referral) {
        String status = text(referral.path("status"));
        return switch (status) {
            case "New" -> "new";
            case "Active" -> "active";
            default -> text(referral.path("substatus")).equals("Won") ? "won" : "lost";
        };
    }

    private static String stage(int state, int reason) {
        return switch (state) {
            case 0 -> reason == 2 ? "new" : "active";
            case 1 -> "won";
            default -> "lost";
        };
    }

    private static String solutions(JsonNode node) {
        TreeSet<String> ids = new TreeSet<>();
        if (node.isObject()) {
            node.at("/requirements/solutions").forEach(solution -> ids.add(text(solution.path("id"))));
        } else {
            Arrays.stream(text(node).split(";")).map(String::strip).forEach(ids::add);
        }
        ids.remove("");
        return String.join("; ", ids);
    }

    private static Map<String, JsonNode> byId(List<JsonNode> rows) {
        return rows.stream().collect(Collectors.toMap(row -> row.path("id").asText(), row -> row.path("values")));
    }
}
