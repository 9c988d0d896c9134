package dev.cosell.operate.registration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.http.TokenSource;
import dev.cosell.operate.registration.RegistrationState.Delivery;
import dev.cosell.operate.registration.RegistrationState.Test;
import dev.cosell.partnercenter.ValidationResult;
import dev.cosell.partnercenter.WebhookRegistrations;
import dev.cosell.referral.Referral;
import dev.cosell.sync.port.PartnerCenter;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares the tenants and accounts that sign-in, referrals and webhook registration belong to. */
public final class TenantCheck {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String configured;
    private final TokenSource referralsToken;
    private final TokenSource webhooksToken;
    private final PartnerCenter partnerCenter;
    private final WebhookRegistrations registrations;
    private final RegistrationRow row;
    private final Optional<CallbackAddress> address;

    /** @param configured tenant of the settings, as an id or a domain */
    public TenantCheck(
            String configured,
            TokenSource referralsToken,
            TokenSource webhooksToken,
            PartnerCenter partnerCenter,
            WebhookRegistrations registrations,
            RegistrationRow row,
            Optional<CallbackAddress> address) {
        this.configured = configured;
        this.referralsToken = referralsToken;
        this.webhooksToken = webhooksToken;
        this.partnerCenter = partnerCenter;
        this.registrations = registrations;
        this.row = row;
        this.address = address;
    }

    /**
     * What does not belong together, if anything. Makes two calls to Partner Center at most, beside signing in.
     *
     * @throws dev.cosell.problem.Failure if Partner Center cannot be asked
     */
    public Optional<TenantFinding> finding() {
        Optional<String> test =
                Optional.of(row.read().delivery()).flatMap(Delivery::test).map(Test::id);
        return TenantFinding.of(new TenantFinding.Facts(
                configured,
                tenant(referralsToken.token()),
                tenant(webhooksToken.token()),
                organisations(),
                test.flatMap(registrations::validation).flatMap(ValidationResult::partnerId),
                test,
                address.map(CallbackAddress::url)));
    }

    private SortedSet<String> organisations() {
        return partnerCenter.lastChanged(Optional.empty()).referrals().stream()
                .filter(referral -> !referral.isMicrosofts())
                .flatMap(referral -> referral.text("/organizationId").stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * The tenant that a token says it is for. Tokens are meant for the service that checks them, which may close them to
     * us: then nothing is known.
     */
    static Optional<String> tenant(String token) {
        String[] parts = token.split("\\.");
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            return Referral.textOf(claims, "/tid");
        } catch (JsonProcessingException | IllegalArgumentException closed) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read from memory", e);
        }
    }
}
