package dev.cosell.sync.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Occasion;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What Microsoft's sellers need of a customer contact: each part that is missing or cannot be right, by its name. What was
 * found is described, not quoted: it is personal data.
 */
final class ContactCheck {
    private static final Map<String, String> PARTS = new LinkedHashMap<>();

    static {
        PARTS.put("contactFirstName", "first name");
        PARTS.put("contactLastName", "last name");
        PARTS.put("contactEmail", "e-mail address");
        PARTS.put("contactPhone", "phone number");
    }

    private static final Pattern EMAIL = Pattern.compile("[^\\s@<>]+@[^\\s@<>]+\\.[^\\s@<>.]{2,}");
    private static final Pattern PHONE =
            Pattern.compile("[+\\d\\s()./-]+(?:(?:x|ext\\.?)\\s*\\d+)?", Pattern.CASE_INSENSITIVE);
    /** Local numbers are short; E.164 allows 15 digits, and an extension comes on top. */
    private static final int FEWEST_DIGITS = 5;

    private static final int MOST_DIGITS = 21;

    private ContactCheck() {}

    static List<Problem> of(FieldMap map, Map<String, JsonNode> record) {
        Map<String, String> found = new LinkedHashMap<>();
        map.requiredFor(Occasion.HELP).forEach(field -> found.put(field.name(), text(map, record, field.name())));
        if (found.isEmpty()) {
            return List.of();
        }
        if (found.values().stream().allMatch(String::isEmpty)) {
            return List.of(problem(
                    "contact",
                    "expected a customer contact on the deal, because Microsoft's help is" + " asked for; found none"));
        }
        List<Problem> problems = new ArrayList<>();
        found.forEach((part, text) -> {
            if (text.isEmpty()) {
                problems.add(problem(
                        part,
                        "expected the contact's " + PARTS.getOrDefault(part, part)
                                + ", because Microsoft's help is asked for;" + " found none"));
            }
        });
        if (!found.getOrDefault("contactEmail", "").isEmpty()
                && !EMAIL.matcher(found.get("contactEmail")).matches()) {
            problems.add(problem(
                    "contactEmail",
                    "expected the contact's e-mail address such as name@company.com, found another text"));
        }
        if (!found.getOrDefault("contactPhone", "").isEmpty() && !isPhone(found.get("contactPhone"))) {
            problems.add(problem(
                    "contactPhone", "expected the contact's phone number such as +49 30 123456, found another text"));
        }
        return problems;
    }

    private static boolean isPhone(String text) {
        long digits = text.chars().filter(Character::isDigit).count();
        return digits >= FEWEST_DIGITS
                && digits <= MOST_DIGITS
                && PHONE.matcher(text).matches();
    }

    private static Problem problem(String field, String detail) {
        return Problem.of(ProblemCode.CONTACT_INCOMPLETE, detail).on(field);
    }

    private static String text(FieldMap map, Map<String, JsonNode> record, String part) {
        return map.field(part)
                .flatMap(field -> field.on(Side.CRM, record))
                .filter(value -> !value.isEmpty())
                .map(Value::toString)
                .map(String::strip)
                .orElse("");
    }
}
