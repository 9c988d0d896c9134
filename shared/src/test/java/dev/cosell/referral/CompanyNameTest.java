package dev.cosell.referral;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How names of companies and addresses of people are compared. */
class CompanyNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Contoso, Inc.|contoso inc",
                "  CONTOSO  inc|contoso inc",
                "Müller & Söhne GmbH|muller sohne gmbh",
                "Straße AG|strasse ag",
                "O'Neil Ltd.|oneil ltd",
                "Pirelli S.p.A.|pirelli spa",
                "株式会社コントソ|株式会社コントソ"
            })
    void caseAccentsAndPunctuationDoNotCount(String written, String normal) {
        assertEquals(normal, new CompanyName(written).normal());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Contoso GmbH & Co. KG|Contoso",
                "The Contoso Group|Contoso Limited",
                "Contoso S.A.|CONTOSO Sàrl",
                "Wide World Importers Inc|Wide World Importer",
                "Fabrikam Residences|Fabricam Residences"
            })
    void namesThatDifferInLegalFormOrByALetterAreNear(String left, String right) {
        double similarity = new CompanyName(left).similarity(new CompanyName(right));
        assertTrue(similarity >= 0.85, left + " / " + right + ": " + similarity);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"Contoso|Fabrikam", "Northwind Traders|Northwind Energy", "Alpine Ski House|Alpine Ski School"})
    void otherCompaniesAreNotNear(String left, String right) {
        double similarity = new CompanyName(left).similarity(new CompanyName(right));
        assertTrue(similarity < 0.85, left + " / " + right + ": " + similarity);
    }

    @Test
    void theStemIsInEveryNameThatIsNearInTheSameSpelling() {
        assertEquals("conto", new CompanyName("The Contoso Ltd.").stem().substring(0, 5));
        assertEquals("ibm", new CompanyName("IBM AG").stem());
        assertEquals("", new CompanyName(" ").stem());
    }

    @Test
    void freeMailTellsNothingAboutACompany() {
        assertEquals(Optional.of("contoso.com"), MailDomain.ofCompany("Ada@Contoso.com"));
        assertEquals(Optional.of("livewire.com"), MailDomain.ofCompany("ada@livewire.com"));
        for (String nothing : List.of(
                "ada@gmail.com",
                "ada@GMX.de",
                "ada@yahoo.com.mx",
                "ada@hotmail.co.jp",
                "ada@outlook.com.br",
                "ada",
                "@contoso.com",
                "ada@",
                "a@b' or 1 eq 1")) {
            assertEquals(Optional.empty(), MailDomain.ofCompany(nothing), nothing);
        }
    }

    @Test
    void aWebAddressIsOnItsDomainHoweverItIsWritten() {
        for (String written : List.of(
                "contoso.com", "https://www.contoso.com/de?x=1", "HTTP://Contoso.com:8080", "shop.contoso.com")) {
            assertTrue(MailDomain.isOn(written, "contoso.com"), written);
        }
        for (String other :
                List.of("notcontoso.com", "contoso.com.evil.example", "https://evil.example/contoso.com", "")) {
            assertEquals(false, MailDomain.isOn(other, "contoso.com"), other);
        }
    }
}
