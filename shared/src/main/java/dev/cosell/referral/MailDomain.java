package dev.cosell.referral;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The web domain that an e-mail address tells of a company. */
public final class MailDomain {
    /** Where anybody gets an address: such a domain tells nothing about the company. */
    private static final Set<String> ANYBODYS = Set.of(
            ("126.com 163.com alice.it att.net bell.net bellsouth.net bigpond.com bluewin.ch bol.com.br btinternet.com "
                            + "charter.net comcast.net cox.net daum.net duck.com email.com fastmail.com foxmail.com "
                            + "free.fr freenet.de hanmail.net hey.com icloud.com inbox.ru laposte.net libero.it list.ru "
                            + "mac.com mail.com mail.ru me.com msn.com naver.com o2.pl onet.pl optonline.net orange.fr "
                            + "passport.com pm.me proton.me protonmail.com qq.com rediffmail.com rocketmail.com sbcglobal.net "
                            + "seznam.cz sfr.fr shaw.ca sina.com sky.com t-online.de telenet.be telus.net terra.com.br "
                            + "tiscali.it tutanota.com tuta.io uol.com.br verizon.net virgilio.it wanadoo.fr web.de wp.pl "
                            + "yeah.net ymail.com zoho.com")
                    .split(" "));

    /** Providers who have a domain in many countries: yahoo.com, yahoo.co.uk, yahoo.com.mx. */
    private static final String ANYBODYS_ANYWHERE =
            "(?:aol|gmail|gmx|googlemail|hotmail|live|outlook|windowslive|yahoo|yandex)"
                    + "(?:\\.com?)?\\.(?:\\p{L}{2}|com|net)";

    private static final String DOMAIN = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?"
            + "(?:\\.[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?)+";

    private MailDomain() {}

    /** The domain in lower case; nothing for an address that is none or that anybody can have. */
    public static Optional<String> ofCompany(String email) {
        String domain = email.substring(email.lastIndexOf('@') + 1).strip().toLowerCase(Locale.ROOT);
        boolean usable = email.indexOf('@') > 0 && domain.length() <= 253 && domain.matches(DOMAIN);
        return usable && !isAnybodys(domain) ? Optional.of(domain) : Optional.empty();
    }

    private static boolean isAnybodys(String domain) {
        return ANYBODYS.contains(domain) || domain.matches(ANYBODYS_ANYWHERE);
    }

    /** Whether a web address, in whatever form people enter it, is on a domain or below it. */
    public static boolean isOn(String webAddress, String domain) {
        String host = webAddress
                .strip()
                .toLowerCase(Locale.ROOT)
                .replaceFirst("^[a-z][a-z0-9+.-]*://", "")
                .replaceFirst("[/?#].*$", "")
                .replaceFirst(":\\d+$", "");
        return host.equals(domain) || host.endsWith("." + domain);
    }
}
