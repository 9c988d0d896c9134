package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.Field;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.FieldMaps;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Value;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Referral;
import dev.cosell.sync.check.WrittenReferralId;
import dev.cosell.sync.pair.Claim;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.pair.ReferralSnapshot;
import dev.cosell.sync.pair.Subject;
import dev.cosell.sync.port.Claims;
import dev.cosell.sync.port.Crm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which records may belong to a referral that has none yet. An id that one half holds of the other is evidence; what only
 * looks alike is not, and yet no second record is to be made beside it.
 */
public final class Belonging {
    /** What Microsoft's connector puts before a deal's name, and nothing. */
    private static final List<String> MARKS = List.of("", "\u2714 ", "\u2716 ");

    private static final List<String> TELLING = List.of("/details/dealValue", "/customerProfile/name");

    private final FieldMaps maps;
    private final Crm crm;
    private final Claims claims;

    public Belonging(FieldMaps maps, Crm crm, Claims claims) {
        this.maps = maps;
        this.crm = crm;
        this.claims = claims;
    }

    /** The records that an id ties to a referral, and which. Two or three calls. */
    public Map<RecordRef, List<String>> byId(Referral referral) {
        Map<RecordRef, List<String>> evidence = new LinkedHashMap<>();
        referral.externalReferenceId()
                .flatMap(id -> crm.find(id).or(() -> numbered(id)))
                .ifPresent(record -> evidence.computeIfAbsent(record, any -> new ArrayList<>())
                        .add("the referral names it"));
        Lineage.lastOfEach(maps, crm.findByReferral(referral.id()))
                .forEach(record -> evidence.computeIfAbsent(record, any -> new ArrayList<>())
                        .add("it holds the referral's id"));
        return evidence;
    }

    /** By the number that people know a record by. */
    private Optional<RecordRef> numbered(String writtenId) {
        return maps.deals()
                .columns()
                .number()
                .map(column -> crm.findBy(maps.deals().table(), column, writtenId.strip()))
                .filter(found -> found.size() == 1)
                .map(List::getFirst);
    }

    /**
     * The records that have the referral's name, with Microsoft's mark or without, and its value or its customer; without
     * those that are another deal's. Where a name has more records than the CRM shows of it, those it shows stand for the
     * one that may be among the others. Three calls, and one for each free record of the name.
     */
    public Map<RecordRef, List<String>> byLooks(Referral referral) {
        FieldMap map = maps.deals();
        Map<String, JsonNode> shown =
                ReferralSnapshot.of(map.paths(Side.PARTNER_CENTER), referral).values();
        Map<RecordRef, List<String>> alike = new LinkedHashMap<>();
        for (List<RecordRef> ofOneName : namesakes(map, shown)) {
            for (RecordRef record : ofOneName) {
                List<String> same = isTaken(record) ? List.of() : resemblance(map, shown, record);
                if (!same.isEmpty()) {
                    alike.put(record, List.of("same name and " + String.join(", ", same)));
                } else if (ofOneName.size() == Crm.MOST_FOUND) {
                    alike.putIfAbsent(record, List.of("same name, as more records may have than are looked at"));
                }
            }
        }
        return alike;
    }

    /** Refuses to find or make a record for a referral of which a backfill said that several may be meant, while they may. */
    void refuseUnclear(Referral referral) {
        if (claims.owner(Claim.unclear(Subject.referral(referral.id()))).isEmpty()) {
            return;
        }
        Map<RecordRef, List<String>> tied = byId(referral);
        boolean named = !tied.isEmpty() || referral.externalReferenceId().isPresent();
        Map<RecordRef, List<String>> meant = named ? tied : byLooks(referral);
        boolean one = named && meant.size() == 1;
        if (!meant.isEmpty() && !(one && isFree(meant.keySet().iterator().next(), referral))) {
            throw unclear(meant);
        }
    }

    private boolean isFree(RecordRef record, Referral referral) {
        FieldMap map = maps.of(Optional.of(record.table()));
        return anotherNamed(map, crm.read(record).values(), referral).isEmpty();
    }

    /** The referral that a record names, if it is neither this one nor its engagement. */
    public static Optional<String> anotherNamed(FieldMap map, Map<String, JsonNode> record, Referral referral) {
        return Optional.of(WrittenReferralId.in(map, record))
                .filter(id -> !id.isEmpty()
                        && !id.equals(referral.id())
                        && !referral.engagementId().equals(Optional.of(id)));
    }

    private static RuntimeException unclear(Map<RecordRef, List<String>> records) {
        return Problem.of(
                        ProblemCode.RECORD_UNCLEAR,
                        "expected one record that belongs to the referral, found that these may: "
                                + String.join("; ", sentences(records)))
                .failure();
    }

    /** One sentence for each record. */
    public static List<String> sentences(Map<RecordRef, List<String>> records) {
        return records.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + String.join(", ", entry.getValue()))
                .toList();
    }

    /** For each form of the name, the records that have it, as many as the CRM shows. */
    private List<List<RecordRef>> namesakes(FieldMap map, Map<String, JsonNode> shown) {
        Optional<Field> field = map.field("name");
        Optional<String> name = field.flatMap(names -> names.on(Side.PARTNER_CENTER, shown))
                .map(Value::toString)
                .filter(text -> !text.isBlank());
        if (name.isEmpty()) {
            return List.of();
        }
        String column = field.orElseThrow().paths(Side.CRM).getFirst();
        return MARKS.stream()
                .map(mark -> crm.findBy(map.table(), column, mark + name.get()))
                .toList();
    }

    private boolean isTaken(RecordRef record) {
        return claims.owner(Claim.of(Subject.record(record))).isPresent();
    }

    /** In what a record is like the referral; in nothing if it names a referral of its own. */
    private List<String> resemblance(FieldMap map, Map<String, JsonNode> shown, RecordRef record) {
        Map<String, JsonNode> there = crm.read(record).values();
        return WrittenReferralId.in(map, there).isEmpty()
                ? map.fields().stream()
                        .filter(field -> field.partnerCenter().stream().anyMatch(TELLING::contains))
                        .filter(field -> agrees(field, shown, there))
                        .map(Field::name)
                        .toList()
                : List.of();
    }

    private static boolean agrees(Field field, Map<String, JsonNode> here, Map<String, JsonNode> there) {
        Optional<Value> one = field.on(Side.PARTNER_CENTER, here).filter(value -> !value.isEmpty());
        Optional<Value> other = field.on(Side.CRM, there);
        return one.isPresent() && other.isPresent() && field.agree(one.get(), other.get());
    }
}
