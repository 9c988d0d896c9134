package dev.cosell.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two pages that lead from nothing to the first deal, which people follow word by word. */
class GetStartedDocsTest {
    private static final String DYNAMICS = "docs/get-started-dynamics.md";
    private static final String SALESFORCE = "docs/get-started-salesforce.md";
    private static final String CONSOLE = "shared/src/main/resources/dev/cosell/operate/console";

    /** Words of Partner Center's, Dynamics 365's and Salesforce's own screens, and of this page: not ours to keep. */
    private static final Set<String> NOT_OURS = Set.of(
            "Referrals",
            "Co-sell opportunities",
            "Outbound",
            "CRM ID",
            "Qualification",
            "New",
            "Setup",
            "Outbound Messages",
            "You see",
            "If",
            "If not",
            "How it ends.",
            "This is a real referral");

    /** What the console puts together: a button says what it does, and to which side. */
    private static final Set<String> PUT_TOGETHER = Set.of("Switch on: to the CRM", "Switch on: to Partner Center");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "## 1. An app registration in Microsoft Entra",
                "## 2. A user in Partner Center",
                "## 7. Sign in to Partner Center",
                "## 8. The webhook, your solutions, and the doctor",
                "## 9. Switch it on for one seller",
                "## What comes next"
            })
    void whatIsTheSameForBothCrmsIsSaidInTheSameWords(String heading) {
        assertEquals(Pages.section(DYNAMICS, heading), Pages.section(SALESFORCE, heading));
    }

    @ParameterizedTest
    @ValueSource(strings = {DYNAMICS, SALESFORCE})
    void everyWordThatAPageNamesOnAScreenOfOursIsThere(String page) {
        String shown = screens();
        Set<String> missing = Stream.of(
                        "## 7. Sign in to Partner Center",
                        "## 8. The webhook, your solutions, and the doctor",
                        "## 9. Switch it on for one seller",
                        "## 10. The first deal")
                .flatMap(heading -> emphasised(Pages.section(page, heading)))
                .filter(word -> !NOT_OURS.contains(word) && !PUT_TOGETHER.contains(word))
                .filter(word -> !shown.contains('"' + word + '"') && !shown.contains('>' + word + '<'))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), missing, "words that neither the console nor the CRM's set-up shows");
    }

    @Test
    void whatTheDoctorSaysInTheEndIsWhatItSays() {
        String doctor = Pages.below("shared/src/main/java/dev/cosell/operate/doctor")
                .map(Pages::read)
                .collect(Collectors.joining());
        assertEquals(
                List.of(),
                Stream.of("Everything works.", "To look at:", "the connector's user has every right it needs")
                        .filter(words -> !doctor.contains(words))
                        .toList());
    }

    /** Everything with words that people see: console, reasons, the page at the end of a sign-in, fields of both CRMs. */
    private static String screens() {
        return Stream.of(
                        Pages.below(CONSOLE),
                        Pages.below("shared/src/main/java/dev/cosell/operate/connect"),
                        Stream.of(Pages.file("shared/src/main/java/dev/cosell/referral/ClosingReason.java")),
                        Pages.below("crm-setup/src/main/resources/dev/cosell/setup/dynamics"),
                        Pages.below("crm/salesforce").filter(GetStartedDocsTest::isAForm))
                .flatMap(files -> files)
                .map(Pages::read)
                .collect(Collectors.joining("\n"));
    }

    private static boolean isAForm(Path file) {
        return file.toString().endsWith("-meta.xml");
    }

    private static Stream<String> emphasised(String section) {
        String text = section.replaceAll("(?ms)^ *```.*?^ *```", "")
                .replaceAll("`[^`]*`", "")
                .replaceAll("\\s+", " ");
        return Pages.all("\\*{1,2}([^*]+)\\*{1,2}", text).stream();
    }
}
