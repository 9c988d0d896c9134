package dev.cosell.operate.registration;

import static dev.cosell.operate.notice.Notice.Kind.DRIFT_FOUND;
import static dev.cosell.operate.notice.Notice.Kind.REGISTRATION_LOST;

import dev.cosell.operate.Reply;
import dev.cosell.operate.notice.Notice;
import dev.cosell.operate.notice.Notices;
import dev.cosell.operate.registration.RegistrationState.Contest;
import dev.cosell.partnercenter.Registration;
import dev.cosell.partnercenter.WebhookRegistrations;
import dev.cosell.problem.Failure;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.sync.port.Lane;
import dev.cosell.sync.port.Outages;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps the registration: once an hour what was ours is put right, and delivery is proved; as long as events do not come to
 * us, Partner Center is asked every minute what changed.
 *
 * <p>Two systems that both put it right would take it from each other for ever. So the third time within a day that another
 * one has it, it is left to people.
 */
public final class RegistrationCheck {
    private final WebhookRegistrations registrations;
    private final WebhookRegistration registration;
    private final RegistrationRow row;
    private final DeliveryProof proof;
    private final Optional<CallbackAddress> address;
    private final Environment environment;
    private final Outages outages;
    private final Notices notices;
    private final Supplier<String> reconcile;
    private final InstantSource clock;

    /**
     * @param address nothing if this instance does not know its public address
     * @param reconcile finds what no event told; gives a line for the log
     * @param clock the storage server's
     */
    public RegistrationCheck(
            WebhookRegistrations registrations,
            WebhookRegistration registration,
            RegistrationRow row,
            DeliveryProof proof,
            Optional<CallbackAddress> address,
            Environment environment,
            Outages outages,
            Notices notices,
            Supplier<String> reconcile,
            InstantSource clock) {
        this.registrations = registrations;
        this.registration = registration;
        this.row = row;
        this.proof = proof;
        this.address = address;
        this.environment = environment;
        this.outages = outages;
        this.notices = notices;
        this.reconcile = reconcile;
        this.clock = clock;
    }

    /**
     * Looks at the registration, puts right what was ours, and asks for a test event. Changes nothing in staging, nor what
     * was never ours.
     *
     * @return one line for the log
     */
    public String check() {
        if (environment == Environment.STAGING) {
            return "webhook=left-to-production";
        }
        if (address.isEmpty()) {
            return "webhook=no-address";
        }
        try {
            return "webhook=" + checked(address.get());
        } catch (Failure failure) {
            return "webhook=unknown problem=" + failure.problem().code().code();
        }
    }

    /** The same on request, and how things stand then. */
    public Reply request() {
        check();
        return registration.show();
    }

    /**
     * Once a minute: judges the open test, and finds what changed if no event would tell.
     *
     * @return one line for the log
     */
    public String poll() {
        try {
            RegistrationState state = judged();
            if (address.filter(ours -> state.delivers(environment, ours)).isPresent()) {
                return "poll=not-needed";
            }
        } catch (Failure failure) {
            return "poll=failed problem=" + failure.problem().code().code();
        }
        return outages.current(RemoteSystem.PARTNER_CENTER, Lane.PEOPLE).isPresent()
                ? "poll=paused"
                : "poll=done " + reconcile.get();
    }

    private String checked(CallbackAddress ours) {
        RegistrationState before = judged();
        Optional<Registration> current = registrations.current();
        // Read once more: it may have been given back while Partner Center was asked.
        RegistrationState state = row.change(kept -> kept.checked(clock.instant()));
        boolean wasOurs = state.wasOurs(environment, ours);
        return switch (Standing.of(current, ours)) {
            case Standing.Ours here when here.missing().isEmpty() -> kept(ours, before);
            case Standing.Ours here -> astray("These events were missing: " + here.missing() + ".", current, ours);
            case Standing.Absent nobody when wasOurs -> astray("Nobody was registered any more.", current, ours);
            case Standing.Foreign other when wasOurs -> taken(other.registration(), current, ours);
            case Standing.Absent nobody -> "not-ours";
            case Standing.Foreign other -> "not-ours";
        };
    }

    /** What is being given back meanwhile is not made ours by having seen it so a moment before. */
    private String kept(CallbackAddress ours, RegistrationState before) {
        row.change(
                state -> state.stamp().equals(before.stamp()) ? state.ours(environment, ours, clock.instant()) : state);
        return "ours" + tested();
    }

    private String astray(String what, Optional<Registration> current, CallbackAddress ours) {
        row.change(RegistrationState::astray);
        return repaired(DRIFT_FOUND, what, current, ours);
    }

    private String taken(Registration other, Optional<Registration> current, CallbackAddress ours) {
        boolean known = row.read().contest().lost();
        Contest contest =
                row.change(state -> state.taken(other, clock.instant())).contest();
        String owner = CallbackAddress.owner(other.url());
        if (!contest.givenUp()) {
            return repaired(REGISTRATION_LOST, owner + " had taken it.", current, ours);
        }
        if (!known) {
            tell(
                    REGISTRATION_LOST,
                    ours,
                    owner + " has taken it; that makes " + Contest.MOST_EVICTIONS
                            + " times within a day that somebody did. It is not taken back any more: Partner Center is asked"
                            + " every minute instead. Find out what registers " + owner
                            + ", then register this app again.");
        }
        return "given-up";
    }

    /** Told only when it is known how it came out; what cannot be put right is worse than what was lost. */
    private String repaired(Notice.Kind kind, String what, Optional<Registration> current, CallbackAddress ours) {
        if (!row.read().wasOurs(environment, ours)) {
            return "given-back";
        }
        try {
            registration.put(current, Standing.wanted(current, ours));
        } catch (Failure failure) {
            tell(
                    REGISTRATION_LOST,
                    ours,
                    what + " It could not be put right ("
                            + failure.problem().code().code()
                            + "): Partner Center is asked every minute instead, and the next check tries again.");
            throw failure;
        }
        row.change(state -> state.ours(environment, ours, clock.instant()));
        tell(kind, ours, what + " It is put right.");
        return "repaired" + tested() + " " + reconcile.get();
    }

    /** A test that cannot be asked for now is asked for at the next check. */
    private String tested() {
        try {
            proof.ask();
            return "";
        } catch (Failure failure) {
            return " test=" + failure.problem().code().code();
        }
    }

    private RegistrationState judged() {
        RegistrationState state = row.read();
        RegistrationState judged = proof.judge(state);
        Optional<String> why = judged.delivery().problem();
        if (why.isPresent() && state.delivery().problem().isEmpty()) {
            address.ifPresent(ours -> tell(
                    REGISTRATION_LOST,
                    ours,
                    "It is this app's, but callbacks do not arrive: " + why.get()
                            + ". Partner Center is asked every minute instead."));
        }
        return judged;
    }

    private void tell(Notice.Kind kind, CallbackAddress ours, String what) {
        notices.tell(new Notice(
                kind,
                CallbackAddress.owner(ours.url()),
                "Partner Center's webhook registration: " + what,
                clock.instant()));
    }
}
