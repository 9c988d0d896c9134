package dev.cosell.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.launcher.crm.CrmSandbox;
import dev.cosell.launcher.crm.RecordView;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares a referral with its record, field by field, from what both sides store. Written from the services'
 * documents and on purpose without the connector's code, so that it does not share its mistakes.
 */
public final class Comparison {
    private static final Pattern REFERENCE = Pattern.compile("&(#(\\d+)|amp|lt|gt|quot|apos);");
    private static final Map<String, String> NAMED =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'");

    private final Map<String, CrmSandbox.Customer> customers;

    /** @param customers that records point to, by id */
    public Comparison(Map<String, CrmSandbox.Customer> customers) {
        this.customers = customers;
    }

    /**
     * What is different.
     *
     * @param referral as Partner Center stores it
     * @return one line per field that differs; empty if the two agree
     */
    public List<String> differences(JsonNode referral, RecordView record) {
        List<String> out = new ArrayList<>();
        JsonNode details = referral.path("details");
        compare(out, "name", plain(referral.path("name")), tidy(record.name()));
        compare(
                out,
                "value",
                amount(text(details.path("dealValue")), record.decimals()),
                amount(record.value(), record.decimals()));
        compare(out, "currency", text(details.path("currency")), record.currency());
        compare(out, "close date", day(text(details.path("closingDateTime"))), day(record.closeDate()));
        compare(
                out,
                "notes",
                cut(plain(details.path("notes")), record.notesAtMost()),
                cut(tidy(record.notes()), record.notesAtMost()));
        compare(out, "status", stage(referral).name(), record.stage().name());
        compare(out, "solutions", solutions(details), listed(record.solutions()));
        compare(out, "referral id", text(referral.path("id")), record.referralId());
        compare(
                out,
                "link",
                "https://partner.microsoft.com/referrals/v2/inbox?id=" + text(referral.path("id")),
                record.referralLink());
        compare(out, "Microsoft's id", text(referral.at("/trackingInfo/microsoftMsxId")), record.microsoftId());
        compare(out, "customer", plain(referral.at("/customerProfile/name")), customer(record));
        return out;
    }

    private String customer(RecordView record) {
        CrmSandbox.Customer customer = customers.get(record.customerId());
        return customer == null ? "" : tidy(customer.name());
    }

    private static void compare(List<String> out, String field, String partnerCenter, String crm) {
        if (!Objects.equals(partnerCenter, crm)) {
            out.add(field + ": Partner Center has \"" + partnerCenter + "\", the CRM \"" + crm + "\"");
        }
    }

    private static String text(JsonNode node) {
        return node.isNull() ? "" : tidy(node.asText(""));
    }

    private static String tidy(String text) {
        return text.replace("\r\n", "\n").stripTrailing();
    }

    /** Partner Center shows some characters of a text as HTML. */
    private static String plain(JsonNode node) {
        Matcher reference = REFERENCE.matcher(text(node));
        return reference.replaceAll(found -> Matcher.quoteReplacement(
                found.group(2) == null
                        ? NAMED.get(found.group(1))
                        : Character.toString(Integer.parseInt(found.group(2)))));
    }

    private static String amount(String text, int decimals) {
        return text.isEmpty()
                ? ""
                : new BigDecimal(text).setScale(decimals, RoundingMode.HALF_UP).toPlainString();
    }

    private static String day(String text) {
        return text.length() > 10 ? text.substring(0, 10) : text;
    }

    /** A note that the CRM's column cannot hold agrees as far as the column goes. */
    private static String cut(String notes, int atMost) {
        return notes.length() < atMost - 1 ? notes : notes.substring(0, atMost - 10);
    }

    private static RecordView.Stage stage(JsonNode referral) {
        return switch (text(referral.path("status"))) {
            case "New" -> RecordView.Stage.NEW;
            case "Active" -> RecordView.Stage.ACTIVE;
            default -> text(referral.path("substatus")).equals("Won") ? RecordView.Stage.WON : RecordView.Stage.LOST;
        };
    }

    private static String solutions(JsonNode details) {
        List<String> ids = new ArrayList<>();
        details.at("/requirements/solutions").forEach(solution -> ids.add(text(solution.path("id"))));
        return listed(ids);
    }

    private static String listed(Collection<String> ids) {
        return String.join("; ", new TreeSet<>(ids));
    }
}
