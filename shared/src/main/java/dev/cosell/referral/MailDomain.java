package dev.cosell.referral;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The web domain that an e-mail address tells of a company. */
public final class MailDomain {
    /** Where anybody gets an address: such a domain tells nothing about the company. */
    private static final Set<String> ANYBODYS = Set.of(
            ("126.com 163.com alice.it aol.com bluewin.ch bol.com.br comcast.net daum.net email.com fastmail.com "
                            + "free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hotmail.co.uk "
                            + "hotmail.com hotmail.de hotmail.es hotmail.fr hotmail.it hey.com icloud.com laposte.net "
                            + "libero.it live.ca live.co.uk live.com live.de live.fr live.nl mac.com mail.com mail.ru me.com "
                            + "msn.com naver.com orange.fr outlook.com outlook.de outlook.es outlook.fr outlook.it "
                            + "outlook.jp pm.me proton.me protonmail.com qq.com rediffmail.com rocketmail.com seznam.cz "
                            + "sfr.fr sina.com t-online.de telenet.be terra.com.br tiscali.it uol.com.br verizon.net "
                            + "virgilio.it wanadoo.fr web.de wp.pl yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com "
                            + "yahoo.com.au yahoo.com.br yahoo.de yahoo.es yahoo.fr yahoo.it yandex.com yandex.ru ymail.com "
                            + "zoho.com")
                    .split(" "));

    private static final String DOMAIN = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?"
            + "(?:\\.[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?)+";

    private MailDomain() {}

    /** The domain in lower case; nothing for an address that is none or that anybody can have. */
    public static Optional<String> ofCompany(String email) {
        String domain = email.substring(email.lastIndexOf('@') + 1).strip().toLowerCase(Locale.ROOT);
        boolean usable = email.indexOf('@') > 0 && domain.length() <= 253 && domain.matches(DOMAIN);
        return usable && !ANYBODYS.contains(domain) ? Optional.of(domain) : Optional.empty();
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
