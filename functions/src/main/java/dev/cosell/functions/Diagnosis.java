package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.cosell.Connector;
import dev.cosell.operate.doctor.Doctor;
import java.util.Optional;
import java.util.function.Supplier;

/** What is wrong, why, and what to do: also while settings are wrong or storage is away. */
public final class Diagnosis {
    private final Supplier<Doctor> doctor;
    private final Supplier<Connector> connector;

    public Diagnosis() {
        this(App::doctor, App::made);
    }

    Diagnosis(Supplier<Connector> connector) {
        this(() -> connector.get().doctor(), connector);
    }

    private Diagnosis(Supplier<Doctor> doctor, Supplier<Connector> connector) {
        this.doctor = doctor;
        this.connector = connector;
    }

    @FunctionName("Doctor")
    public HttpResponseMessage doctor(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "doctor")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(request, context, () -> doctor.get().report(Http.query(request, "check")), "check");
    }

    @FunctionName("SupportBundle")
    public HttpResponseMessage bundle(
            @HttpTrigger(
                            name = "request",
                            methods = {HttpMethod.GET},
                            authLevel = AuthorizationLevel.FUNCTION,
                            route = "doctor/bundle")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return Http.answer(
                request,
                context,
                () -> connector.get().watching().supportBundle().make());
    }
}
