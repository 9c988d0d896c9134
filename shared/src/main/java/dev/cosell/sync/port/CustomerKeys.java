package dev.cosell.sync.port;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.referral.MailDomain;
import dev.cosell.referral.Members;
import dev.cosell.referral.Referral;
import dev.cosell.referral.TeamMember;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What tells a customer apart beside name and address.
 *
 * @param externalIds ids other systems gave the customer
 * @param duns numbers of Dun and Bradstreet, digits only
 * @param domains web domains of the contacts' e-mail addresses, without those anybody can have
 */
public record CustomerKeys(List<String> externalIds, List<String> duns, List<String> domains) {
    /** Nothing is known. */
    public static final CustomerKeys NONE = new CustomerKeys(List.of(), List.of(), List.of());

    /** Reads {@code customerProfile.ids} and {@code customerProfile.team}; empty ids occur and count for nothing. */
    public static CustomerKeys of(Referral referral) {
        return new CustomerKeys(
                ids(referral, "External"),
                ids(referral, "Duns").stream()
                        .map(CustomerKeys::digits)
                        .filter(id -> !id.isEmpty())
                        .toList(),
                TeamMember.list(Members.at(referral.document(), TeamMember.CUSTOMERS)).stream()
                        .map(member -> MailDomain.ofCompany(member.email()))
                        .flatMap(Optional::stream)
                        .distinct()
                        .toList());
    }

    public static String digits(String text) {
        return text.replaceAll("\\D", "");
    }

    private static List<String> ids(Referral referral, String type) {
        List<String> ids = new ArrayList<>();
        JsonNode entries = Members.at(referral.document(), "/customerProfile/ids");
        if (entries.isArray()) {
            for (JsonNode entry : entries) {
                Referral.textOf(entry, "/profileType")
                        .filter(type::equalsIgnoreCase)
                        .flatMap(found -> Referral.textOf(entry, "/id"))
                        .map(String::strip)
                        .ifPresent(ids::add);
            }
        }
        return List.copyOf(ids);
    }
}
