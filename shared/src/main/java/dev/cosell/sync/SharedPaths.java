package dev.cosell.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.fieldmap.FieldMap;
import dev.cosell.fieldmap.Side;
import dev.cosell.fieldmap.Understanding;
import dev.cosell.sync.merge.Merge;
import dev.cosell.sync.pair.Pair;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Two groups may read one path. Where one of them crossed and the other did not (it was refused, or a write in between was
 * stale), the path must not be taken as seen: nothing would ever carry it for the other one. Pure.
 */
final class SharedPaths {
    private SharedPaths() {}

    /**
     * The source paths of what has yet to be written to a side, or to be told why it is not.
     *
     * @param partnerCenter stored form it shows now, after the write
     * @param crm likewise
     * @param to the side that was written
     * @param crossed the groups that were written; one that was written and still differs is not due again
     * @param understanding what was understood already of the two sides
     */
    static Set<String> stillToCross(
            FieldMap map,
            Pair pair,
            Map<String, JsonNode> partnerCenter,
            Map<String, JsonNode> crm,
            Side to,
            Set<String> crossed,
            Understanding understanding) {
        Merge.Result merged = Merge.of(map, pair, partnerCenter, crm, false, Map.of(), understanding);
        Set<String> paths = new HashSet<>();
        merged.movesTo(to).stream()
                .filter(move -> !crossed.contains(move.group()))
                .forEach(move -> paths.addAll(move.sources().keySet()));
        Set<String> stopped = new HashSet<>(merged.held().keySet());
        // What was told to stay apart is no longer due; what nobody was told of has yet to be.
        merged.divergences().keySet().stream()
                .filter(group -> !pair.divergences().containsKey(group))
                .forEach(stopped::add);
        stopped.stream()
                .filter(group -> !crossed.contains(group))
                .flatMap(group -> map.groups().get(group).stream())
                .forEach(field -> paths.addAll(field.paths(to.other())));
        return paths;
    }
}
