package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.cosell.Connector;
import dev.cosell.operate.RequestForm;
import java.util.Optional;
import java.util.function.Supplier;

/** Deals: a list by phase, how many there are, one with its timeline, and a sync on request. */
public final class Referrals {
    private final Supplier<Connector> connector;

    public Referrals() {
        this(App::connector);
    }

    Referrals(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("Referrals")
    public HttpResponseMessage list(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "referrals")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> connector
                        .get()
                        .deals()
                        .referrals()
                        .list(
                                new dev.cosell.operate.deal.Referrals.Choice(
                                        Http.query(request, "phase"),
                                        Http.query(request, "problem"),
                                        Http.query(request, "expiresWithinDays"),
                                        Http.query(request, "name")),
                                Http.query(request, "limit"),
                                Http.query(request, "next")),
                "phase",
                "problem",
                "expiresWithinDays",
                "name",
                "limit",
                "next");
    }

    @FunctionName("ReferralCounts")
    public HttpResponseMessage counts(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "referral-counts")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request, context, () -> connector.get().deals().referrals().counts());
    }

    @FunctionName("Referral")
    public HttpResponseMessage show(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "referrals/{id}")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return Http.answer(
                request, context, () -> connector.get().deals().referrals().show(id));
    }

    @FunctionName("SyncReferral")
    public HttpResponseMessage sync(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "referrals/{id}/sync")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> connector
                        .get()
                        .deals()
                        .referrals()
                        .syncNow(
                                id,
                                Http.command(request, RequestForm.SYNC)
                                        .path("force")
                                        .asBoolean(false)));
    }
}
