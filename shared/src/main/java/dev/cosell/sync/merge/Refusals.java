package dev.cosell.sync.merge;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.Occasion;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.fieldmap.ValueType;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Irreversible;
import dev.cosell.referral.Status;
import dev.cosell.referral.TeamMember;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Why something must not be written where a merge would write it. */
record Refusals(Facts facts) {
    /** Why a whole group cannot be written on a side in its present state, if so. */
    Optional<Problem> fixed(String name, List<Field> fields, Side to) {
        boolean isStatus = fields.getFirst().type() == ValueType.STATUS;
        if (to == Side.PARTNER_CENTER && isStatus && facts.closed(to) && !facts.closed(Side.CRM)) {
            return Optional.of(Problem.of(
                            ProblemCode.REFERRAL_CLOSED,
                            "this record is open, but the referral is " + facts.text(fields, to)
                                    + " and cannot be reopened. Go on with a new opportunity?")
                    .on(name));
        }
        if (to == Side.PARTNER_CENTER && facts.closed(Side.PARTNER_CENTER)) {
            return Optional.of(Problem.of(
                            ProblemCode.REFERRAL_CLOSED,
                            name + " was changed in the CRM, but the referral is "
                                    + facts.text(
                                            facts.map().statusField().stream().toList(), to))
                    .on(name));
        }
        if (to == Side.PARTNER_CENTER
                && facts.pair().microsoftReferralId().isPresent()
                && fields.stream().anyMatch(field -> field.partnerCenter().contains(TeamMember.CUSTOMERS))) {
            return Optional.of(Problem.of(
                            ProblemCode.NOT_CHANGEABLE,
                            name
                                    + " changed in the CRM; since Microsoft was asked in, Partner Center keeps the contacts "
                                    + "it has")
                    .on(name));
        }
        if (to == Side.PARTNER_CENTER && fields.stream().anyMatch(field -> !field.patchable())) {
            return Optional.of(Problem.of(
                            ProblemCode.NOT_CHANGEABLE,
                            name + " was changed in the CRM; Partner Center keeps \"" + facts.text(fields, to) + "\"")
                    .on(name));
        }
        boolean told = fields.stream().allMatch(Field::informs);
        if (to == Side.CRM && !isStatus && !told && facts.closed(Side.CRM)) {
            return Optional.of(Problem.of(
                            ProblemCode.RECORD_CLOSED,
                            name + " was changed in Partner Center, but the record is closed")
                    .on(name));
        }
        return Optional.empty();
    }

    /** A step that nobody can take back is taken only if the record asks for it explicitly, and never back. */
    Optional<Problem> notAsked(String name, List<Field> fields, Side to) {
        if (to == Side.CRM || !Facts.isVisibility(fields)) {
            return Optional.empty();
        }
        boolean asked = fields.getFirst().crm().stream()
                .map(path -> facts.now().get(Side.CRM).getOrDefault(path, MissingNode.getInstance()))
                .anyMatch(Irreversible.VISIBILITY::isAskedBy);
        return asked
                ? Optional.empty()
                : Optional.of(Problem.of(
                                ProblemCode.IRREVERSIBLE,
                                name + " is \"" + facts.text(fields, Side.CRM)
                                        + "\" in the CRM; Partner Center keeps \""
                                        + facts.text(fields, Side.PARTNER_CENTER) + "\"")
                        .on(name));
    }

    Optional<Problem> illegal(Field field, Value value, Map<String, Value> wanted) {
        Optional<Status> here = facts.shown(field, Side.PARTNER_CENTER).flatMap(Facts::asStatus);
        Optional<Status> there = Facts.asStatus(value);
        if (here.isEmpty() || there.isEmpty()) {
            return Optional.of(Problem.of(ProblemCode.ILLEGAL_MOVE, "the referral's present status is not known")
                    .on(field.name()));
        }
        Optional<Status> step = step(here.get(), there.get());
        step.ifPresent(status -> wanted.put(field.name(), new Value.Stage(status)));
        return step.isPresent()
                ? Optional.empty()
                : Optional.of(Problem.of(
                                ProblemCode.ILLEGAL_MOVE,
                                "the referral is " + here.get() + "; from there only "
                                        + here.get().next() + " is possible, not " + there.get())
                        .on(field.name()));
    }

    /** A referral that is won or lost takes nothing any more, so what is still to be said comes first. */
    Optional<Problem> incomplete(Field status, Value value) {
        List<String> empty = facts.map().requiredFor(Occasion.CLOSE).stream()
                .filter(field -> facts.empty(List.of(field), Side.CRM))
                .map(Field::name)
                .toList();
        boolean closes = Facts.asStatus(value).filter(Status::isClosed).isPresent();
        return closes && !empty.isEmpty()
                ? Optional.of(Problem.of(
                                ProblemCode.REQUIRED_MISSING,
                                "expected a value of " + String.join(", ", empty) + " before the referral is closed, "
                                        + "found none")
                        .on(status.name()))
                : Optional.empty();
    }

    /** The step a CRM move means: losing what was never accepted is declining it, declining what was accepted losing it. */
    static Optional<Status> step(Status from, Status wanted) {
        Status meant = from.isNew() && wanted == Status.LOST
                ? Status.DECLINED
                : from.isActive() && wanted == Status.DECLINED ? Status.LOST : wanted;
        return from.next().contains(meant) ? Optional.of(meant) : Optional.empty();
    }
}
