package dev.cosell.operate.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.Build;
import dev.cosell.operate.Reply;
import dev.cosell.problem.Failure;
import dev.cosell.problem.ProblemCode;
import dev.cosell.store.PairDirectory;
import dev.cosell.store.PairSummary;
import dev.cosell.store.PoisonMessage;
import dev.cosell.store.PoisonMessages;
import dev.cosell.store.QueueNames;
import dev.cosell.store.QueueWork;
import dev.cosell.sync.pair.Phase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Everything a stranger needs to help, and nothing that is nobody's business: settings that say nothing of people and no
 * secret, findings, problems by their codes, ids that mean nothing outside, counts. Findings quote what other systems said, so
 * they pass through {@link Redaction}; what deals and messages say of themselves is left out.
 */
public final class SupportBundle {
    /** So many deals and messages of each kind. */
    private static final int MOST = 20;

    private final Supplier<Examination> doctor;
    private final Map<String, String> settings;
    private final Supplier<List<String>> secrets;
    private final QueueWork queues;
    private final QueueNames names;
    private final PoisonMessages poison;
    private final PairDirectory directory;

    /**
     * @param settings by name, as they may be shown
     * @param secrets of this installation, as they are now
     */
    public SupportBundle(
            Supplier<Examination> doctor,
            Map<String, String> settings,
            Supplier<List<String>> secrets,
            QueueWork queues,
            QueueNames names,
            PoisonMessages poison,
            PairDirectory directory) {
        this.doctor = doctor;
        this.settings = Map.copyOf(settings);
        this.secrets = secrets;
        this.queues = queues;
        this.names = names;
        this.poison = poison;
        this.directory = directory;
    }

    /** The bundle; what cannot be had, because storage is away, is named in its place. */
    public Reply make() {
        Build build = Build.ours();
        Examination examination = doctor.get();
        // Asked for last: what the examination renewed is secret, too.
        Redaction redaction = new Redaction(secrets.get());
        ObjectNode bundle = JsonNodeFactory.instance.objectNode();
        bundle.put("madeAt", examination.at().toString())
                .put("version", build.version())
                .put("commit", build.commit())
                .put("java", Runtime.version().toString());
        ObjectNode shown = bundle.putObject("settings");
        settings.keySet().stream().sorted().forEach(name -> shown.put(name, redaction.of(settings.get(name))));
        bundle.set("examination", redaction.of(examination.json()));
        section(bundle, "waiting", node -> queues.depths().forEach((queue, depth) -> node.put(queue, depth.waiting())));
        section(bundle, "delayed", node -> queues.depths().forEach((queue, depth) -> node.put(queue, depth.delayed())));
        section(bundle, "pairs", this::phases);
        section(bundle, "problems", this::problems);
        section(bundle, "parked", this::parked);
        return Reply.of(200, bundle);
    }

    private static void section(ObjectNode bundle, String name, Consumer<ObjectNode> filled) {
        ObjectNode node = bundle.putObject(name);
        try {
            filled.accept(node);
        } catch (Failure failure) {
            node.removeAll();
            node.put("absent", failure.problem().code().code());
        }
    }

    private void phases(ObjectNode node) {
        directory.counts(PairDirectory.COUNTED).forEach((phase, count) -> node.put(phase.name(), count.pairs()));
    }

    /** Some deals that do not go on, by problem; an id leads to the timeline and its correlation ids. */
    private void problems(ObjectNode node) {
        for (Phase phase : List.of(Phase.HELD, Phase.PARKED)) {
            ArrayNode deals = node.putArray(phase.name());
            directory
                    .inPhase(Optional.of(phase), Optional.empty(), MOST)
                    .items()
                    .forEach(deal -> deals.add(deal(deal)));
        }
    }

    private static ObjectNode deal(PairSummary deal) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("pair", deal.id().value()).put("updatedAt", deal.updatedAt().toString());
        ArrayNode codes = node.putArray("codes");
        deal.problems().stream().map(ProblemCode::code).forEach(codes::add);
        deal.referralId().ifPresent(id -> node.put("referralId", id));
        return node;
    }

    private void parked(ObjectNode node) {
        for (String queue : names.all()) {
            ArrayNode messages = node.putArray(queue);
            poison.list(queue, Optional.empty(), MOST).items().forEach(message -> messages.add(parked(message)));
        }
    }

    /** Without the message itself and without details: both may quote somebody's deal. */
    private static ObjectNode parked(PoisonMessage message) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", message.id()).put("parkedAt", message.parkedAt().toString());
        message.work().filter(work -> !work.trace().isEmpty()).ifPresent(work -> node.put("trace", work.trace()));
        message.problem()
                .or(message::unreadable)
                .ifPresent(problem -> node.put("code", problem.code().code()));
        return node;
    }
}
