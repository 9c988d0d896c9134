package dev.cosell.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.microsoft.azure.functions.annotation.QueueTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.cosell.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the host and the worker read from the triggers' annotations. */
class BindingsTest {
    private static final String TEXT = "java.lang.String";
    private static final String REQUEST =
            "com.microsoft.azure.functions.HttpRequestMessage<java.util.Optional<java.lang.String>>";

    private static final List<Method> FUNCTIONS = functions();

    @Test
    void theAppHasTheseFunctions() {
        assertEquals(
                Map.ofEntries(
                        Map.entry("PartnerCenterEvents", "ANONYMOUS POST events/partner-center"),
                        Map.entry("DynamicsEvents", "ANONYMOUS POST events/dynamics"),
                        Map.entry("SalesforceEvents", "ANONYMOUS POST events/salesforce"),
                        Map.entry("Health", "ANONYMOUS GET health"),
                        Map.entry("Console", "ANONYMOUS GET console"),
                        Map.entry("ConsoleFile", "ANONYMOUS GET console/{file}"),
                        Map.entry("SharedTimeline", "ANONYMOUS GET shared-timelines/{id}"),
                        Map.entry("Session", "ANONYMOUS GET session"),
                        Map.entry("People", "ANONYMOUS GET,POST,PUT,DELETE people/{*path}"),
                        Map.entry("Status", "FUNCTION GET status"),
                        Map.entry("Doctor", "FUNCTION GET doctor"),
                        Map.entry("SupportBundle", "FUNCTION GET doctor/bundle"),
                        Map.entry("Referrals", "FUNCTION GET referrals"),
                        Map.entry("ReferralCounts", "FUNCTION GET referral-counts"),
                        Map.entry("Referral", "FUNCTION GET referrals/{id}"),
                        Map.entry("Explain", "FUNCTION GET referrals/{id}/explain"),
                        Map.entry("LinkReferral", "FUNCTION POST referrals/{id}/link"),
                        Map.entry("CreateMissingHalf", "FUNCTION POST referrals/{id}/create"),
                        Map.entry("ClearReferralId", "FUNCTION POST referrals/{id}/clear"),
                        Map.entry("Conflicts", "FUNCTION GET conflicts"),
                        Map.entry("SettleConflict", "FUNCTION POST conflicts/settle"),
                        Map.entry("ValidateReferrals", "FUNCTION POST referrals/validate"),
                        Map.entry("Problems", "ANONYMOUS GET problems"),
                        Map.entry("Problem", "ANONYMOUS GET problems/{code}"),
                        Map.entry("RegisterDeal", "FUNCTION POST referrals/{id}/registration"),
                        Map.entry("AcceptReferral", "FUNCTION POST referrals/{id}/accept"),
                        Map.entry("DeclineReferral", "FUNCTION POST referrals/{id}/decline"),
                        Map.entry("WinReferral", "FUNCTION POST referrals/{id}/win"),
                        Map.entry("LoseReferral", "FUNCTION POST referrals/{id}/lose"),
                        Map.entry("CloseReferralAsError", "FUNCTION POST referrals/{id}/error"),
                        Map.entry("CancelClose", "FUNCTION POST referrals/{id}/cancel-close"),
                        Map.entry("CloseNow", "FUNCTION POST referrals/{id}/close-now"),
                        Map.entry("SyncReferral", "FUNCTION POST referrals/{id}/sync"),
                        Map.entry("CreateCoSellReferral", "FUNCTION POST co-sell-referrals"),
                        Map.entry("Eligible", "FUNCTION GET eligible"),
                        Map.entry("Ignored", "FUNCTION GET ignored"),
                        Map.entry("AdmitReferral", "FUNCTION POST referrals/{id}/admit"),
                        Map.entry("ApproveReferral", "FUNCTION POST referrals/{id}/approve"),
                        Map.entry("RejectReferral", "FUNCTION POST referrals/{id}/reject"),
                        Map.entry("AutoShare", "timer %AUTO_SHARE_SCHEDULE%"),
                        Map.entry("ChooseCustomer", "FUNCTION POST referrals/{id}/customer"),
                        Map.entry("EnterCountry", "FUNCTION POST referrals/{id}/country"),
                        Map.entry("UnmatchedPeople", "FUNCTION GET unmatched-people"),
                        Map.entry("Solutions", "FUNCTION GET,PUT solutions"),
                        Map.entry("SolutionCatalogue", "timer %SOLUTION_CATALOGUE_SCHEDULE%"),
                        Map.entry("Poison", "FUNCTION GET poison"),
                        Map.entry("PoisonGroups", "FUNCTION GET poison/groups"),
                        Map.entry("DownloadPoison", "FUNCTION GET poison/download"),
                        Map.entry("DiscardPoison", "FUNCTION POST poison/discard"),
                        Map.entry("Switches", "FUNCTION GET switches"),
                        Map.entry("TurnSwitches", "FUNCTION POST switches"),
                        Map.entry("SignIn", "FUNCTION GET sign-in"),
                        Map.entry("SignInCallback", "ANONYMOUS GET sign-in/callback"),
                        Map.entry("TokenWatch", "timer %TOKEN_WATCH_SCHEDULE%"),
                        Map.entry("Reconnect", "FUNCTION POST reconnect"),
                        Map.entry("DiscardedPoison", "FUNCTION GET poison/discarded"),
                        Map.entry("RequeuePoison", "FUNCTION POST poison/requeue"),
                        Map.entry("RequeueProgress", "FUNCTION GET poison/requeue"),
                        Map.entry("StopRequeue", "FUNCTION DELETE poison/requeue"),
                        Map.entry("SendNotices", "timer %NOTICE_SCHEDULE%"),
                        Map.entry("WatchForNotices", "timer %NOTICE_WATCH_SCHEDULE%"),
                        Map.entry("StartBackfill", "FUNCTION POST backfill"),
                        Map.entry("BackfillProgress", "FUNCTION GET backfill"),
                        Map.entry("PauseBackfill", "FUNCTION POST backfill/pause"),
                        Map.entry("ResumeBackfill", "FUNCTION POST backfill/resume"),
                        Map.entry("CancelBackfill", "FUNCTION POST backfill/cancel"),
                        Map.entry("BackfillFindings", "FUNCTION GET backfill/findings"),
                        Map.entry("BackfillFindingsFile", "FUNCTION GET backfill/findings.csv"),
                        Map.entry("DecideBackfill", "FUNCTION POST backfill/decisions"),
                        Map.entry("BackfillSlice", "timer %BACKFILL_SCHEDULE%"),
                        Map.entry("RequeueSlice", "timer %POISON_REQUEUE_SCHEDULE%"),
                        Map.entry("WebhookRegistration", "FUNCTION GET,PUT webhook-registration"),
                        Map.entry("RestoreWebhook", "FUNCTION POST webhook-registration/restore"),
                        Map.entry("CheckWebhook", "FUNCTION POST webhook-registration/check"),
                        Map.entry("WebhookCheck", "timer %WEBHOOK_CHECK_SCHEDULE%"),
                        Map.entry("WebhookPoll", "timer %WEBHOOK_POLL_SCHEDULE%"),
                        Map.entry("Relay", "FUNCTION GET relay"),
                        Map.entry("RequeueRelay", "FUNCTION POST relay/requeue"),
                        Map.entry("ErasePersonalData", "FUNCTION POST personal-data/erase"),
                        Map.entry("Erasures", "FUNCTION GET personal-data/erasures"),
                        Map.entry("DiscardRelay", "FUNCTION POST relay/discard"),
                        Map.entry("RelayCallbacks", "queue %RELAY_QUEUE% of COSELL_STORAGE"),
                        Map.entry("Reconcile", "timer %RECONCILE_SCHEDULE%"),
                        Map.entry("ReconcileAll", "timer %RECONCILE_ALL_SCHEDULE%"),
                        Map.entry("ReconcileReport", "FUNCTION GET reconcile"),
                        Map.entry("ReconcileNow", "FUNCTION POST reconcile"),
                        Map.entry("Resync", "FUNCTION POST resync"),
                        Map.entry("FieldMap", "FUNCTION GET,PUT field-map"),
                        Map.entry("PromoteFieldMap", "FUNCTION POST field-map/promote"),
                        Map.entry("RollBackFieldMap", "FUNCTION POST field-map/rollback"),
                        Map.entry("PreviewFieldMap", "FUNCTION POST field-map/preview"),
                        Map.entry("CheckFieldMap", "timer %MAP_CHECK_SCHEDULE%"),
                        Map.entry("UpdateCrm", "queue %CRM_UPDATES_QUEUE% of COSELL_STORAGE"),
                        Map.entry("UpdatePartnerCenter", "queue %PARTNER_CENTER_UPDATES_QUEUE% of COSELL_STORAGE"),
                        Map.entry("Sweep", "timer %SWEEP_SCHEDULE%"),
                        Map.entry("RetryHeld", "timer %HELD_RETRY_SCHEDULE%")),
                FUNCTIONS.stream().collect(Collectors.toMap(BindingsTest::name, BindingsTest::trigger)));
    }

    @Test
    void s15_thePackageHasAListOfAllItsFunctions() throws IOException {
        try (InputStream list = BindingsTest.class.getResourceAsStream("/dev/cosell/functions/functions.txt")) {
            assertEquals(
                    FUNCTIONS.stream().map(BindingsTest::name).sorted().toList(),
                    new String(list.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList(),
                    "functions.txt names every function, in order; the doctor and /api/health look for them");
        }
    }

    @Test
    void onlyWhoProvesThemselvesOtherwiseTheHealthProbeAndPagesWithoutDataNeedNoKey() {
        assertEquals(
                Set.of(
                        "PartnerCenterEvents",
                        "DynamicsEvents",
                        "SalesforceEvents",
                        "Health",
                        "Problems",
                        "Problem",
                        "SignInCallback",
                        "Console",
                        "ConsoleFile",
                        "SharedTimeline",
                        "Session",
                        "People"),
                FUNCTIONS.stream()
                        .filter(function -> annotation(function, HttpTrigger.class)
                                .filter(http -> http.authLevel() == AuthorizationLevel.ANONYMOUS)
                                .isPresent())
                        .map(BindingsTest::name)
                        .collect(Collectors.toSet()));
    }

    @Test
    void noRouteIsOneOfTheHostsOwn() {
        FUNCTIONS.stream()
                .flatMap(function -> annotation(function, HttpTrigger.class).stream())
                .forEach(http -> {
                    String route = http.route().toLowerCase(Locale.ROOT);
                    assertFalse(route.isEmpty() || route.startsWith("/"), route);
                    assertFalse(route.startsWith("admin") || route.startsWith("runtime"), route);
                });
    }

    /** The worker's JSON binding hangs for ever on a record, and fails on times. */
    @Test
    void theWorkerOnlyEverBindsTexts() {
        for (Method function : FUNCTIONS) {
            for (Parameter parameter : function.getParameters()) {
                String type = parameter.getParameterizedType().getTypeName();
                boolean bound = Stream.of(BindingName.class, QueueTrigger.class, TimerTrigger.class)
                        .anyMatch(parameter::isAnnotationPresent);
                boolean fits = bound
                        ? type.equals(TEXT)
                        : parameter.isAnnotationPresent(HttpTrigger.class)
                                ? type.equals(REQUEST)
                                : type.equals(ExecutionContext.class.getName());
                assertTrue(fits, name(function) + ": " + parameter);
            }
        }
    }

    @Test
    void everyNameInARouteIsBound() {
        for (Method function : FUNCTIONS) {
            Set<String> bound = Arrays.stream(function.getParameters())
                    .flatMap(parameter -> Stream.ofNullable(parameter.getAnnotation(BindingName.class)))
                    .map(BindingName::value)
                    .collect(Collectors.toSet());
            String route = annotation(function, HttpTrigger.class)
                    .map(HttpTrigger::route)
                    .orElse("");
            Set<String> named = Arrays.stream(route.split("/"))
                    .filter(step -> step.startsWith("{"))
                    .map(step -> step.replaceAll("[{*}]", ""))
                    .collect(Collectors.toSet());
            assertEquals(named, bound, name(function));
        }
    }

    @Test
    void theWorkerCanMakeEveryTriggerClass() throws NoSuchMethodException {
        for (Method function : FUNCTIONS) {
            Class<?> trigger = function.getDeclaringClass();
            assertTrue(Modifier.isPublic(trigger.getModifiers()), trigger.getName());
            assertTrue(Modifier.isPublic(trigger.getConstructor().getModifiers()), trigger.getName());
            assertTrue(Modifier.isPublic(function.getModifiers()), name(function));
        }
    }

    @Test
    void whatTheHostLooksUpIsASetting() {
        Set<String> settings = Arrays.stream(Setting.values()).map(Enum::name).collect(Collectors.toSet());
        Stream<String> queues = FUNCTIONS.stream()
                .flatMap(function -> annotation(function, QueueTrigger.class).stream())
                .flatMap(queue -> Stream.of(queue.queueName().replace("%", ""), queue.connection()));
        Stream<String> timers = FUNCTIONS.stream()
                .flatMap(function -> annotation(function, TimerTrigger.class).stream())
                .map(timer -> timer.schedule().replace("%", ""));

        Stream.concat(queues, timers).forEach(name -> assertTrue(settings.contains(name), name));
    }

    private static String trigger(Method function) {
        return annotation(function, HttpTrigger.class)
                .map(http -> http.authLevel() + " "
                        + Arrays.stream(http.methods())
                                .map(HttpMethod::toString)
                                .collect(Collectors.joining(",")) + " "
                        + http.route())
                .or(() -> annotation(function, QueueTrigger.class)
                        .map(queue -> "queue " + queue.queueName() + " of " + queue.connection()))
                .or(() -> annotation(function, TimerTrigger.class).map(timer -> "timer " + timer.schedule()))
                .orElseThrow();
    }

    private static String name(Method function) {
        return function.getAnnotation(FunctionName.class).value();
    }

    private static <A extends Annotation> Optional<A> annotation(Method function, Class<A> type) {
        return Arrays.stream(function.getParameters())
                .flatMap(parameter -> Stream.ofNullable(parameter.getAnnotation(type)))
                .findFirst();
    }

    /** Every function of the app, by name. */
    static List<Method> functions() {
        Map<String, Method> functions = new TreeMap<>();
        for (JavaClass found : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.cosell.functions")) {
            for (Method method : found.reflect().getDeclaredMethods()) {
                if (method.isAnnotationPresent(FunctionName.class) && functions.put(name(method), method) != null) {
                    throw new IllegalStateException("two functions are called " + name(method));
                }
            }
        }
        return List.copyOf(functions.values());
    }
}
