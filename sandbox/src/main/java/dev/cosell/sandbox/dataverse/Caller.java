package dev.cosell.sandbox.dataverse;

import dev.cosell.sandbox.Request;
import dev.cosell.sandbox.dataverse.Database.Stored;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Who calls, and what the call's optional headers ask for.
 *
 * @param user systemuser in whose name the data changes
 * @param initiator systemuser who really called; differs from the user when impersonating
 * @param tag of {@code ?tag=}, shown in a webhook's shared variables
 * @param bypassedSteps ids of steps that this call must not run
 * @param bypassAsync whether no asynchronous custom step may run
 * @param detectDuplicates whether duplicate detection rules apply
 * @param correlation id that ties the call to its webhooks
 */
record Caller(
        String user,
        String initiator,
        Optional<String> tag,
        Set<String> bypassedSteps,
        boolean bypassAsync,
        boolean detectDuplicates,
        String correlation) {

    /** A call without optional headers. */
    static Caller plain(String user) {
        return new Caller(
                user,
                user,
                Optional.empty(),
                Set.of(),
                false,
                false,
                UUID.randomUUID().toString());
    }

    static Caller of(Request request, String initiator, Database data) {
        Set<String> logic = words(request, "mscrm.bypassbusinesslogicexecution");
        return new Caller(
                impersonated(request, data).orElse(initiator),
                initiator,
                Optional.ofNullable(request.query().get("tag")),
                words(request, "mscrm.bypassbusinesslogicexecutionstepids"),
                logic.contains("customasync"),
                request.header("mscrm.suppressduplicatedetection")
                        .filter("false"::equalsIgnoreCase)
                        .isPresent(),
                UUID.randomUUID().toString());
    }

    boolean bypasses() {
        return bypassAsync || !bypassedSteps.isEmpty();
    }

    private static Optional<String> impersonated(Request request, Database data) {
        Optional<Predicate<Stored>> wanted = request.header("callerobjectid")
                .<Predicate<Stored>>map(id -> row ->
                        row.value("azureactivedirectoryobjectid").asText().equalsIgnoreCase(id))
                .or(() -> request.header("mscrmcallerid")
                        .map(id -> row -> row.id().equalsIgnoreCase(id)));
        return wanted.map(user -> data.rows("systemuser").stream()
                .filter(user)
                .findFirst()
                .orElseThrow(() -> new Refusal(403, "0x80072560", "The user is not a member of the organization."))
                .id());
    }

    private static Set<String> words(Request request, String header) {
        return request.header(header).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
