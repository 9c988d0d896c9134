package dev.cosell.sync;

import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How an installation recognises customers and people, and what it fills in.
 *
 * @param matching which account a customer is
 * @param columns of accounts, where they are kept
 * @param aliases e-mail address in Partner Center to that of the same person in the CRM; lower case
 * @param fallbackOwner e-mail address of the CRM user who owns what nobody else does
 * @param defaultSolution for a record that is shared without one
 */
public record CustomerSettings(
        AccountMatching matching,
        Columns columns,
        Map<String, String> aliases,
        Optional<String> fallbackOwner,
        Optional<String> defaultSolution) {
    /** Of accounts, the columns that hold what customers are recognised by; those without a column are not looked at. */
    public record Columns(Optional<String> externalId, Optional<String> duns, Optional<String> website) {
        /** The stock column for web addresses; other ids have none of their own. */
        public static final Columns DEFAULT =
                new Columns(Optional.empty(), Optional.empty(), Optional.of("websiteurl"));
    }

    /** As without any setting. */
    public static final CustomerSettings DEFAULT = new CustomerSettings(
            AccountMatching.DEFAULT, Columns.DEFAULT, Map.of(), Optional.empty(), Optional.empty());

    private static final String EMAIL = "[^@\\s;=,]+@[^@\\s;=,]+";

    /**
     * Reads the settings as they are written.
     *
     * @param value by the setting's name; empty for none
     * @throws dev.cosell.problem.Failure {@code MISCONFIGURED}, naming every fault
     */
    public static CustomerSettings read(Map<String, String> value) {
        Reader reader = new Reader(new TreeMap<>(value));
        CustomerSettings settings = new CustomerSettings(
                new AccountMatching(reader.steps("ACCOUNT_MATCHING"), reader.percent("ACCOUNT_SIMILARITY") / 100.0),
                new Columns(
                        reader.column("ACCOUNT_EXTERNAL_ID_COLUMN"),
                        reader.column("ACCOUNT_DUNS_COLUMN"),
                        reader.column("ACCOUNT_WEBSITE_COLUMN")),
                reader.aliases("SELLER_ALIASES"),
                reader.email("FALLBACK_OWNER"),
                reader.solution("DEFAULT_SOLUTION"));
        if (!reader.faults.isEmpty()) {
            throw Problem.of(ProblemCode.MISCONFIGURED, String.join("; ", reader.faults))
                    .failure();
        }
        return settings;
    }

    private record Reader(Map<String, String> values, List<String> faults) {
        Reader(Map<String, String> values) {
            this(values, new ArrayList<>());
        }

        Set<AccountMatching.Step> steps(String name) {
            Set<AccountMatching.Step> steps = EnumSet.noneOf(AccountMatching.Step.class);
            for (String word : text(name).split("[,;\\s]+")) {
                String letters = word.replaceAll("[^A-Za-z]", "");
                Optional<AccountMatching.Step> step = Arrays.stream(AccountMatching.Step.values())
                        .filter(each -> each.name().replace("_", "").equalsIgnoreCase(letters))
                        .findFirst();
                step.ifPresentOrElse(steps::add, () -> {
                    if (!letters.isEmpty()) {
                        fault(name, "some of externalId, duns, domain, name", word);
                    }
                });
            }
            return steps;
        }

        int percent(String name) {
            String text = text(name);
            if (text.matches("[0-9]{1,3}") && Integer.parseInt(text) >= 50 && Integer.parseInt(text) <= 100) {
                return Integer.parseInt(text);
            }
            fault(name, "a number from 50 to 100", text);
            return 100;
        }

        /** The name becomes part of a query, so it is no more than a name. */
        Optional<String> column(String name) {
            return checked(name, "[A-Za-z][A-Za-z0-9_]{0,99}", "the logical name of a column");
        }

        Optional<String> email(String name) {
            return checked(name, EMAIL, "an e-mail address");
        }

        Optional<String> solution(String name) {
            return checked(name, "[^\\s;,|]{1,100}", "one solution id");
        }

        Map<String, String> aliases(String name) {
            Map<String, String> aliases = new LinkedHashMap<>();
            for (String entry : text(name).split(";")) {
                String[] sides = entry.strip().split("=", -1);
                if (sides.length == 2
                        && sides[0].strip().matches(EMAIL)
                        && sides[1].strip().matches(EMAIL)) {
                    aliases.put(
                            sides[0].strip().toLowerCase(Locale.ROOT),
                            sides[1].strip().toLowerCase(Locale.ROOT));
                } else if (!entry.isBlank()) {
                    fault(name, "entries address=address separated by semicolons", entry.strip());
                }
            }
            return Map.copyOf(aliases);
        }

        private Optional<String> checked(String name, String form, String meaning) {
            String text = text(name);
            if (!text.isEmpty() && !text.matches(form)) {
                fault(name, meaning, text);
            }
            return Optional.of(text).filter(found -> !found.isEmpty());
        }

        private String text(String name) {
            return values.getOrDefault(name, "").strip();
        }

        private void fault(String name, String expected, String found) {
            faults.add(name + ": expected " + expected + ", found " + found);
        }
    }
}
