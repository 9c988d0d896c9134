package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.cosell.Connector;
import dev.cosell.operate.RequestForm;
import java.util.Optional;
import java.util.function.Supplier;

/** What is wrong with deals, before anything is sent for them. */
public final class ValidateReferrals {
    private final Supplier<Connector> connector;

    public ValidateReferrals() {
        this(App::connector);
    }

    ValidateReferrals(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("ValidateReferrals")
    public HttpResponseMessage validate(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "referrals/validate")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> connector.get().shares().validation().validate(Http.command(request, RequestForm.VALIDATE)));
    }
}
