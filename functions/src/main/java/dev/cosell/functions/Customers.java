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

/** Where people decide: whom a deal is for, where its customer is, and who has no user in the CRM. */
public final class Customers {
    private final Supplier<Connector> connector;

    public Customers() {
        this(App::connector);
    }

    Customers(Supplier<Connector> connector) {
        this.connector = connector;
    }

    @FunctionName("ChooseCustomer")
    public HttpResponseMessage choose(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "referrals/{id}/customer")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> connector
                        .get()
                        .commands()
                        .customerChoice()
                        .choose(id, Http.command(request, RequestForm.CUSTOMER)));
    }

    @FunctionName("EnterCountry")
    public HttpResponseMessage enterCountry(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.POST},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "referrals/{id}/country")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> connector.get().commands().countryEntry().enter(id, Http.command(request, RequestForm.COUNTRY)));
    }

    @FunctionName("UnmatchedPeople")
    public HttpResponseMessage unmatchedPeople(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "unmatched-people")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> connector.get().deals().unmatchedPeople().list());
    }
}
