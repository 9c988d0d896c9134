package dev.cosell.operate.live;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cosell.operate.doctor.Examination;
import dev.cosell.operate.doctor.Finding;
import dev.cosell.operate.doctor.MicrosoftsConnectorCheck;
import dev.cosell.operate.doctor.SolutionsCheck;
import dev.cosell.operate.doctor.State;
import dev.cosell.operate.doctor.WebhookCheck;
import dev.cosell.operate.doctor.WorkCheck;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the doctor found against switching something on.
 *
 * @param blocking as long as there is one, nothing is switched on
 * @param warnings everything works; somebody has to say that they may stay
 */
record Objections(List<Finding> blocking, List<Finding> warnings) {
    static final Objections NONE = new Objections(List.of(), List.of());

    Objections {
        blocking = List.copyOf(blocking);
        warnings = List.copyOf(warnings);
    }

    /** @param wanted what would be switched on; what does not matter to it is no objection */
    static Objections of(Examination examination, Switches wanted) {
        List<Finding> about = examination.findings().stream()
                .filter(finding -> matters(finding.check(), wanted))
                .toList();
        return new Objections(
                about.stream().filter(Objections::blocks).toList(),
                about.stream()
                        .filter(finding ->
                                finding.state() == State.WARNING || finding.state() == State.FAILED && !blocks(finding))
                        .toList());
    }

    /**
     * A check that is not named here matters to everything: each direction reads and writes both systems.
     *
     * <p>Whose the registration is decides only who hears of changes in Partner Center, and somebody who observes must not
     * have to take it from the connector that they still use, or to switch that off: nothing is written that it could undo.
     */
    private static boolean matters(String check, Switches wanted) {
        boolean writes = wanted.mode() != Switches.Mode.OBSERVE;
        return switch (check) {
            case WebhookCheck.NAME -> wanted.inbound() && writes;
            case MicrosoftsConnectorCheck.NAME -> writes;
            case SolutionsCheck.NAME -> wanted.outbound();
            default -> true;
        };
    }

    /** A pause of a system is a matter of the work before; whether the system works now, the same examination tried. */
    private static boolean blocks(Finding finding) {
        return finding.state() == State.FAILED && !finding.check().equals(WorkCheck.NAME);
    }

    /** With one more that blocks. */
    Objections and(Finding fault) {
        List<Finding> all = new ArrayList<>(blocking);
        all.addFirst(fault);
        return new Objections(all, warnings);
    }

    /** @param accepted checks whose warnings may stay */
    Objections without(Set<String> accepted) {
        return new Objections(
                blocking,
                warnings.stream()
                        .filter(finding -> !accepted.contains(finding.check()))
                        .toList());
    }

    boolean isEmpty() {
        return blocking.isEmpty() && warnings.isEmpty();
    }

    /** The checks that warned. */
    Set<String> warned() {
        return warnings.stream().map(Finding::check).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The checks that found what blocks, with codes: {@code crm-rights (AUTH-05), storage (NET-04)}. */
    String blockers() {
        return blocking.stream()
                .map(finding -> finding.check()
                        + finding.code().map(code -> " (" + code.code() + ")").orElse(""))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    static ArrayNode json(Collection<Finding> findings) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        findings.forEach(finding -> list.add(finding.json()));
        return list;
    }
}
