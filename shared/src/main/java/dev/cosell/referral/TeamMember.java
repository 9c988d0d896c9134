package dev.cosell.referral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A person in one of a referral's two lists: a customer's contact ({@code /customerProfile/team}) or a seller of the
 * partner ({@code /team}). Parts that are not known are empty texts.
 */
public record TeamMember(String firstName, String lastName, String email, String phone, String title) {
    /** The customer's contacts in a referral. */
    public static final String CUSTOMERS = "/customerProfile/team";

    /** The partner's own sellers in a referral. */
    public static final String OWN = "/team";

    private static final Pattern NO_DIGIT = Pattern.compile("\\D");

    public TeamMember {
        firstName = firstName.strip();
        lastName = lastName.strip();
        email = email.strip();
        phone = phone.strip();
        title = title.strip();
    }

    /** Reads one entry of a list, in the spelling Partner Center uses. */
    public static TeamMember of(JsonNode entry) {
        return new TeamMember(
                text(entry, "/firstName"),
                text(entry, "/lastName"),
                text(entry, "/email"),
                text(entry, "/phoneNumber"),
                text(entry, "/title"));
    }

    /** Reads a whole list; entries that name nobody are left out. Anything but a list gives nobody. */
    public static List<TeamMember> list(JsonNode entries) {
        List<TeamMember> members = new ArrayList<>();
        if (entries.isArray()) {
            entries.forEach(entry -> members.add(of(entry)));
        }
        return members.stream().filter(member -> !member.isNobody()).toList();
    }

    /**
     * Whom a deal shows as its contact: the first with complete data, else the first that can be reached, else the first.
     */
    public static Optional<TeamMember> primary(List<TeamMember> members) {
        return members.stream()
                .filter(TeamMember::isComplete)
                .findFirst()
                .or(() -> members.stream()
                        .filter(member -> !member.email.isEmpty())
                        .findFirst())
                .or(() -> members.stream().findFirst());
    }

    /** Whether nobody could tell who this is. */
    public boolean isNobody() {
        return firstName.isEmpty() && lastName.isEmpty() && email.isEmpty();
    }

    /** Whether all is there that Microsoft's sellers need: both names, e-mail and phone. */
    public boolean isComplete() {
        return Stream.of(firstName, lastName, email, phone).noneMatch(String::isEmpty);
    }

    /** Equal for the same person: by e-mail, or without one by name and phone. */
    public String key() {
        return email.isEmpty()
                ? "name|" + new CompanyName(firstName + " " + lastName).normal() + "|" + digits(phone)
                : "mail|" + email.toLowerCase(Locale.ROOT);
    }

    /** Whether this entry says everything the other one says. */
    public boolean covers(TeamMember other) {
        return key().equals(other.key())
                && says(firstName, other.firstName)
                && says(lastName, other.lastName)
                && (other.phone.isEmpty() || digits(phone).equals(digits(other.phone)))
                && says(title, other.title);
    }

    /** Writes what is known into an entry, and leaves the rest of it as it is. */
    public ObjectNode onto(JsonNode entry) {
        ObjectNode written = entry.isObject() ? entry.deepCopy() : JsonNodeFactory.instance.objectNode();
        put(written, "firstName", firstName);
        put(written, "lastName", lastName);
        put(written, "email", email);
        put(written, "phoneNumber", phone);
        put(written, "title", title);
        return written;
    }

    /** For people; holds personal data. */
    @Override
    public String toString() {
        String name = (firstName + " " + lastName).strip();
        return email.isEmpty() ? name : (name + " <" + email + ">").strip();
    }

    private static void put(ObjectNode entry, String member, String text) {
        if (!text.isEmpty()) {
            entry.put(member, text);
        }
    }

    private static boolean says(String text, String other) {
        return other.isEmpty() || text.equalsIgnoreCase(other);
    }

    private static String digits(String phone) {
        return NO_DIGIT.matcher(phone).replaceAll("");
    }

    private static String text(JsonNode entry, String pointer) {
        return Referral.textOf(entry, pointer).orElse("");
    }
}
