package dev.cosell.referral;

import static dev.cosell.JsonText.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReferralTest {
    @Test
    void membersAreFoundWhateverTheirCase() {
        Referral referral = referral("""
                {"ID": "r1", "Status": "ACTIVE", "SubStatus": "accepted", "Details": {"DEALVALUE": 5, "Notes": "n"}}""");
        assertEquals("r1", referral.id());
        assertEquals(Optional.of(Status.ACCEPTED), referral.status());
        assertEquals(Optional.of("5"), referral.text("/details/dealValue"));
    }

    @Test
    void theExactNameIsPreferredToAnotherCase() {
        assertEquals(
                Optional.of("right"),
                referral("{\"NAME\": \"wrong\", \"name\": \"right\"}").name());
    }

    @Test
    void timesKeepAllSevenFractionalDigits() {
        Referral referral = referral("""
                {"updatedDateTime": "2026-03-01T10:00:00.1234567Z", "createdDateTime": "2026-03-01T12:00:00+02:00"}""");
        assertEquals(
                Instant.parse("2026-03-01T10:00:00.123456700Z"),
                referral.updatedAt().orElseThrow());
        assertEquals(Instant.parse("2026-03-01T10:00:00Z"), referral.createdAt().orElseThrow());
        assertEquals(Optional.empty(), Referral.parseInstant("yesterday"));
    }

    @Test
    void missingArraysNullsAndBlanksAreAbsent() {
        Referral referral = referral("""
                {"customerProfile": {"team": []}, "externalReferenceId": "  ", "engagementId": null, "details": {}}""");
        assertEquals(Optional.empty(), referral.text("/customerProfile/team/0/email"));
        assertEquals(Optional.empty(), referral.text("/registrations/0/id"));
        assertEquals(Optional.empty(), referral.text("/customerProfile/team/first"));
        assertEquals(Optional.empty(), referral.text("/details"));
        assertEquals(Optional.empty(), referral.externalReferenceId());
        assertEquals(Optional.empty(), referral.engagementId());
        assertEquals(Optional.empty(), referral.status());
        assertThrows(IllegalArgumentException.class, referral::id);
    }

    @Test
    void onlyTheOrganisationTellsMicrosoftsHalf() {
        assertTrue(referral("{\"organizationId\": \"MSFT\"}").isMicrosofts());
        assertFalse(referral(
                        "{\"organizationId\": \"p\", \"inviteContext\": {\"invitedBy\": {\"organizationId\": \"msft\"}}}")
                .isMicrosofts());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "Independent, Direct,             msft, MARKETPLACE_LEAD",
                "Independent, Direct,             -,    MARKETPLACE_LEAD",
                "Independent, SalesQualified,     msft, QUALIFIED_LEAD",
                "Independent, MarketingQualified, msft, QUALIFIED_LEAD",
                "independent, salesqualified,     MSFT, QUALIFIED_LEAD",
                "Independent, SalesQualified,     own,  CO_SELL_OPPORTUNITY",
                "Independent, MarketingQualified, own,  CO_SELL_OPPORTUNITY",
                "Independent, SalesQualified,     -,    CO_SELL_OPPORTUNITY",
                "Independent, Direct,             own,  CO_SELL_OPPORTUNITY",
                "Independent, None,               own,  CO_SELL_OPPORTUNITY",
                "Independent, None,               msft, CO_SELL_OPPORTUNITY",
                "Independent, None,               -,    CO_SELL_OPPORTUNITY",
                "Shared,      Direct,             msft, CO_SELL_OPPORTUNITY",
                "Shared,      MarketingQualified, msft, CO_SELL_OPPORTUNITY",
                "Shared,      None,               own,  CO_SELL_OPPORTUNITY",
                "Shared,      SalesQualified,     msft, CO_SELL_OPPORTUNITY",
                "Shared,      SalesQualified,     own,  CO_SELL_OPPORTUNITY",
                "Shared,      None,               -,    CO_SELL_OPPORTUNITY"
            })
    void s84_theKindFollowsTheDocumentedTable(String type, String qualification, String invitedBy, ReferralKind kind) {
        String inviter = invitedBy == null ? "null" : "\"" + invitedBy + "\"";
        Referral referral = referral("{\"type\": \"" + type + "\", \"qualification\": \"" + qualification
                + "\", \"inviteContext\": {\"invitedBy\": {\"organizationId\": " + inviter + "}}}");
        assertEquals(kind, referral.kind());
    }

    @ParameterizedTest
    @EnumSource(Status.class)
    void everyStatusIsReadBackWhateverItsCase(Status status) {
        assertEquals(
                Optional.of(status),
                Status.of(
                        status.status().toUpperCase(Locale.ROOT),
                        status.substatus().toLowerCase(Locale.ROOT)));
        assertEquals(status.isClosed(), status.next().isEmpty());
    }

    @Test
    void noWalkThroughTheStatusesEverLeavesAClosedOneOrComesBackToNew() {
        Random random = new Random(7);
        for (int walk = 0; walk < 500; walk++) {
            Status at = random.nextBoolean() ? Status.PENDING : Status.RECEIVED;
            for (int steps = 0; !at.next().isEmpty(); steps++) {
                assertTrue(steps < 2, "a referral closes within two steps");
                at = at.next().stream()
                        .skip(random.nextInt(at.next().size()))
                        .findFirst()
                        .orElseThrow();
                assertFalse(at.isNew());
            }
            assertTrue(at.isClosed());
        }
    }

    @Test
    void everyCountryIsFoundByBothCodesAndByItsEnglishName() {
        for (String code : Locale.getISOCountries()) {
            Locale country = Locale.of("", code);
            for (String text : new String[] {
                code,
                code.toLowerCase(Locale.ROOT),
                country.getISO3Country(),
                " " + country.getDisplayCountry(Locale.ENGLISH) + " "
            }) {
                assertEquals(Optional.of(code), Countries.alpha2(text), text);
            }
        }
    }

    @Test
    void aCountryThatNobodyKnowsIsNotGuessed() {
        for (String text : new String[] {"", " ", "Atlantis", "XX", "ZZZ"}) {
            assertEquals(Optional.empty(), Countries.alpha2(text), text);
        }
    }

    @ParameterizedTest
    @EnumSource(HelpRequest.class)
    void aHelpRequestIsFoundHoweverItsLabelWasRetyped(HelpRequest request) {
        assertEquals(Optional.of(request), HelpRequest.byLabel(request.code().toLowerCase(Locale.ROOT)));
    }

    @Test
    void askingForNothingIsUnderstood() {
        for (String none : new String[] {"", "--None--", "Unknown", " none "}) {
            assertTrue(HelpRequest.isNone(none), none);
        }
        assertFalse(HelpRequest.isNone("Quotes or Licensing"));
        assertEquals(Optional.empty(), HelpRequest.byLabel("a coffee"));
    }

    private static Referral referral(String text) {
        return new Referral(json(text));
    }
}
