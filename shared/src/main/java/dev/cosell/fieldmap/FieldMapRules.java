package dev.cosell.fieldmap;

import dev.cosell.referral.Near;
import dev.cosell.referral.Patchable;
import dev.cosell.referral.Status;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a map must be apart from its form: rules that hold between members, between fields, and of Partner Center. */
final class FieldMapRules {
    private static final Set<ValueType> LABELLED =
            EnumSet.of(ValueType.TEXT, ValueType.CODE, ValueType.COUNTRY, ValueType.FLAG);
    private static final Set<ValueType> COMPUTED =
            EnumSet.of(ValueType.TEXT, ValueType.CODE, ValueType.FLAG, ValueType.MONEY, ValueType.DATE);

    /** State and reason; or closed, won and stage. */
    private static final Set<Integer> STATUS_COLUMNS = Set.of(2, 3);

    private final String name;
    private final FieldMap map;
    private final Faults faults;

    FieldMapRules(String name, FieldMap map, Faults faults) {
        this.name = name;
        this.map = map;
        this.faults = faults;
    }

    void check() {
        if (map.fields().isEmpty()) {
            faults.add(name, "expected at least one field; found none.");
            return;
        }
        map.fields().forEach(this::field);
        groups();
        targets();
        needed();
    }

    private void field(Field field) {
        paths(field);
        patchable(field);
        conversion(field);
        defaults(field);
        if (field.type() == ValueType.STATUS
                && STATUS_COLUMNS.contains(field.crm().size())) {
            states(field);
        }
    }

    private void paths(Field field) {
        boolean status = field.type() == ValueType.STATUS;
        boolean filled = field.partnerCenter().isEmpty() && field.defaults().containsKey(Side.CRM);
        if (!filled && field.partnerCenter().size() != field.type().pointers()) {
            fault(
                    field,
                    "expected partnerCenter to be " + count(field.type().pointers()) + "; found "
                            + field.partnerCenter().size() + ".");
        }
        if (field.type() == ValueType.PEOPLE) {
            people(field);
        } else if (status
                ? !STATUS_COLUMNS.contains(field.crm().size())
                : field.crm().size() != 1) {
            fault(
                    field,
                    "expected crm to be " + (status ? "2 or 3 paths, which tell a state together" : "one path")
                            + "; found " + field.crm().size() + ".");
        }
        if (filled && field.direction() != Direction.TO_CRM && field.direction() != Direction.ON_CREATE) {
            fault(
                    field,
                    "expected a field without partnerCenter to have direction toCrm or onCreate; found "
                            + word(field.direction()) + ".");
        }
        if (field.crm().stream().anyMatch(path -> path.contains("/"))
                && field.direction().flowsTo(Side.CRM)) {
            fault(
                    field,
                    "expected a column of the record itself, because those of related records are written only when "
                            + "they are made; found " + String.join(", ", field.crm())
                            + ". Set \"direction\": \"onCreate\" or \"toPartnerCenter\".");
        }
    }

    private void people(Field field) {
        int found = field.crm().size();
        if (found != 5 && found != 6) {
            fault(
                    field,
                    "expected crm to be 5 or 6 paths: the lookup to the person, first name, last name, e-mail, phone "
                            + "and, if there is one, title; found " + found + ".");
        }
        if (field.direction() != Direction.TO_PARTNER_CENTER) {
            fault(
                    field,
                    "expected people to have direction toPartnerCenter; found " + word(field.direction())
                            + ". The connector makes contacts and finds owners by itself.");
        }
    }

    private static String count(int expected) {
        return expected == 1 ? "one path" : expected + " paths, of status and substatus";
    }

    private void patchable(Field field) {
        if (!field.patchable() || !field.direction().flowsTo(Side.PARTNER_CENTER)) {
            return;
        }
        for (String path : field.partnerCenter()) {
            if (!Patchable.is(path)) {
                fault(
                        field,
                        "expected a member that Partner Center lets be changed after the referral was made; found "
                                + path + ". Set \"patchable\": false, or \"direction\": \"toCrm\" or \"onCreate\"."
                                + Near.hint(path, Patchable.paths()));
            }
        }
    }

    private void conversion(Field field) {
        switch (field.conversion()) {
            case Conversion.None none -> {
                // The type does all.
            }
            case Conversion.Labels labels -> {
                allowed(field, "values", LABELLED);
                if (labels.labels().isEmpty()) {
                    fault(field, "expected values to hold at least one value of Partner Center; found none.");
                }
            }
            case Conversion.Expressions expressions -> {
                allowed(field, "expressions", COMPUTED);
                bothWays(field, expressions);
            }
        }
    }

    private void allowed(Field field, String what, Set<ValueType> types) {
        if (!types.contains(field.type())) {
            fault(
                    field,
                    "expected " + what + " only on a field of type "
                            + types.stream().map(FieldMapRules::word).collect(Collectors.joining(", ")) + "; found "
                            + word(field.type()) + ".");
        }
    }

    private void bothWays(Field field, Conversion.Expressions expressions) {
        boolean toCrm = field.direction() != Direction.TO_PARTNER_CENTER;
        boolean toPartnerCenter = field.direction() != Direction.TO_CRM;
        if (toCrm && expressions.crm().isEmpty()) {
            missing(field, "toCrm");
        }
        if (toPartnerCenter && expressions.partnerCenter().isEmpty()) {
            missing(field, "toPartnerCenter");
        }
    }

    private void missing(Field field, String member) {
        fault(
                field,
                "expected an expression " + member + ", because the field's direction is " + word(field.direction())
                        + "; found none.");
    }

    private void defaults(Field field) {
        Map<Side, Direction> against =
                Map.of(Side.CRM, Direction.TO_PARTNER_CENTER, Side.PARTNER_CENTER, Direction.TO_CRM);
        Map<Side, String> members = Map.of(Side.CRM, "toCrm", Side.PARTNER_CENTER, "toPartnerCenter");
        for (Side side : Side.values()) {
            if (field.defaults().containsKey(side) && field.direction() == against.get(side)) {
                fault(
                        field,
                        "expected no default." + members.get(side) + ", because the field's direction is "
                                + word(field.direction()) + "; found "
                                + field.defaults().get(side) + ".");
            }
        }
    }

    private void states(Field field) {
        List<String> unwritten = Stream.of(Status.values())
                .filter(status -> status != Status.RECEIVED)
                .filter(status ->
                        field.states().rows().stream().noneMatch(row -> row.status() == status && row.canBeWritten()))
                .map(Status::toString)
                .toList();
        if (!unwritten.isEmpty()) {
            fault(
                    field,
                    "expected for every status a row of states without \"*\", so that it can be written; found none for "
                            + String.join(", ", unwritten) + ".");
        }
    }

    private void groups() {
        map.groups().forEach((group, fields) -> {
            List<String> members = fields.stream()
                    .map(field -> word(field.direction()) + " with rule " + word(field.rule()))
                    .distinct()
                    .toList();
            if (members.size() > 1) {
                faults.add(
                        name + ", group " + group,
                        "expected its fields "
                                + fields.stream().map(Field::name).collect(Collectors.joining(", "))
                                + " to have one direction and one rule, because they move together; found "
                                + String.join(" and ", members) + ".");
            }
        });
    }

    /** Two sources of one target would overwrite each other for ever. */
    private void targets() {
        for (Side side : Side.values()) {
            Map<String, List<String>> writers = new HashMap<>();
            map.fields().stream()
                    .filter(field -> field.direction().flowsTo(side) || field.direction() == Direction.ON_CREATE)
                    .forEach(field -> field.paths(side)
                            .forEach(path -> writers.computeIfAbsent(path, key -> new ArrayList<>())
                                    .add(field.name())));
            writers.entrySet().stream()
                    .filter(writer -> writer.getValue().size() > 1)
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(writer -> faults.add(
                            name,
                            "expected one field to fill " + writer.getKey() + "; found "
                                    + String.join(" and ", writer.getValue()) + "."));
        }
    }

    /** Without a status nobody would know that a referral is closed and must not be written. */
    private void needed() {
        if (map.fields().stream()
                        .filter(field -> field.type() == ValueType.STATUS)
                        .count()
                != 1) {
            faults.add(
                    name,
                    "expected one field of type status, which is neither paused nor taken out; found "
                            + map.fields().stream()
                                    .filter(field -> field.type() == ValueType.STATUS)
                                    .count() + ".");
        }
        if (!name.equals("deals")) {
            return;
        }
        List<String> given = map.fields().stream()
                .filter(field -> field.direction() != Direction.TO_CRM)
                .flatMap(field -> field.partnerCenter().stream())
                .toList();
        List<String> lacking = Patchable.neededToCreate().stream()
                .filter(path -> !given.contains(path))
                .map(path -> path + pausedHint(path))
                .toList();
        if (!lacking.isEmpty()) {
            faults.add(
                    name,
                    "expected fields that give all without which Partner Center makes no referral; missing "
                            + String.join(", ", lacking) + ".");
        }
    }

    private String pausedHint(String path) {
        return map.paused().stream()
                .filter(field -> field.partnerCenter().contains(path))
                .map(field -> " (field " + field.name() + " is paused)")
                .findFirst()
                .orElse("");
    }

    private void fault(Field field, String sentence) {
        faults.add(name + ", field " + field.name(), sentence);
    }

    /** As it is written in the file. */
    static String word(Enum<?> constant) {
        String[] parts = constant.name().toLowerCase(java.util.Locale.ROOT).split("_");
        return parts[0]
                + Stream.of(parts)
                        .skip(1)
                        .map(part -> Character.toUpperCase(part.charAt(0)) + part.substring(1))
                        .collect(Collectors.joining());
    }
}
