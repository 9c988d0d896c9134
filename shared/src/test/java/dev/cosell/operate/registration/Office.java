package dev.cosell.operate.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cosell.operate.intake.PartnerCenterIntake;
import dev.cosell.operate.notice.Notice;
import dev.cosell.sync.memory.MemoryQueue;
import dev.cosell.sync.memory.MemoryState;
import dev.cosell.sync.memory.MemoryStore;
import dev.cosell.sync.port.Inbox;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One instance of the app with all that concerns the registration, on the sandbox's service. */
final class Office {
    static final String PUBLIC = "https://cosell.example";
    static final String OURS = PUBLIC + CallbackAddress.PATH;

    final SandboxWebhooks partnerCenter;
    final MemoryState state;
    final MemoryState arrival = new MemoryState();
    final RegistrationRow row;
    final List<Notice> notices = new ArrayList<>();
    final WebhookRegistration registration;
    final RegistrationCheck check;
    final MemoryStore store;
    int reconciled;

    Office() {
        this(new SandboxWebhooks(), new MemoryState(), Environment.PRODUCTION, Optional.of(PUBLIC));
        // Partner Center reaches this instance; another one at the same tenant has to be reached by name.
        partnerCenter.receiver = this::receive;
    }

    Office(SandboxWebhooks partnerCenter, MemoryState state, Environment environment, Optional<String> publicUrl) {
        this.partnerCenter = partnerCenter;
        this.state = state;
        this.row = new RegistrationRow(state);
        this.store = new MemoryStore(partnerCenter.clock, step -> {});
        Optional<CallbackAddress> address = publicUrl.map(URI::create).map(CallbackAddress::below);
        registration =
                new WebhookRegistration(partnerCenter.registrations(), row, address, environment, partnerCenter.clock);
        DeliveryProof proof = new DeliveryProof(partnerCenter.registrations(), row, arrival, partnerCenter.clock);
        check = new RegistrationCheck(
                partnerCenter.registrations(),
                registration,
                row,
                proof,
                address,
                environment,
                store,
                notices::add,
                () -> "reconciled=" + ++reconciled,
                partnerCenter.clock);
        intake = new PartnerCenterIntake(
                partnerCenter.signature(),
                new Inbox(store, new MemoryQueue(partnerCenter.clock)),
                List.of(proof),
                partnerCenter.clock);
    }

    private final PartnerCenterIntake intake;

    /** What Partner Center's delivery meets: only our address is ours. */
    int receive(URI target, Map<String, String> headers, byte[] body) {
        return target.toString().equals(OURS) ? take(headers, body) : 404;
    }

    int take(Map<String, String> headers, byte[] body) {
        Map<String, String> byName = new HashMap<>();
        headers.forEach((name, value) -> byName.put(name.toLowerCase(Locale.ROOT), value));
        return intake.accept(byName, body, "").status();
    }

    Office registers() {
        registration.register(JsonNodeFactory.instance.objectNode());
        return this;
    }

    JsonNode takesOver() {
        return registration
                .register(JsonNodeFactory.instance.objectNode().put("takeOver", true))
                .body()
                .orElseThrow();
    }

    JsonNode shown() {
        return registration.show().body().orElseThrow();
    }

    Office waits(Duration time) {
        partnerCenter.clock.advance(time);
        return this;
    }

    List<Notice.Kind> told() {
        return notices.stream().map(Notice::kind).toList();
    }
}
