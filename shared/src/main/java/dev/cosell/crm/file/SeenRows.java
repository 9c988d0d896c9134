package dev.cosell.crm.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cosell.sync.pair.RecordRef;
import dev.cosell.sync.port.RecordChanges;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What changed in a file, deletions included: a file keeps no history, so what it held each time somebody asked is kept
 * beside it, as ids and versions. A position is the name of such a list, which is made of what is in it.
 */
final class SeenRows {
    /** Who asks every quarter of an hour finds the list of two days ago; an older position is not known any more. */
    private static final int KEPT = 200;

    private static final Pattern POSITION = Pattern.compile("[0-9a-f]{32}");
    private static final JsonMapper JSON = new JsonMapper();

    private final CsvDirectory directory;
    private final String table;
    private final Path lists;

    SeenRows(CsvDirectory directory, String table) {
        this.directory = directory;
        this.table = table;
        this.lists = directory.path().resolve(CsvDirectory.OWN).resolve("seen").resolve(table);
    }

    /**
     * All in one page.
     *
     * @param shared whether the sync switch of a row is on
     * @return nothing if the position is not known
     */
    Optional<RecordChanges> since(Optional<String> position, CsvTable now, Predicate<CsvRow> shared) {
        Optional<SortedMap<String, String>> before =
                position.isEmpty() ? Optional.of(new TreeMap<>()) : position.flatMap(this::list);
        return before.map(seen -> {
            SortedMap<String, String> held = new TreeMap<>();
            List<RecordChanges.Change> changes = new ArrayList<>();
            now.records().forEach(row -> {
                String id = now.id(row);
                held.put(id, now.version(row));
                if (!held.get(id).equals(seen.get(id))) {
                    changes.add(new RecordChanges.Change(
                            new RecordRef(table, id), shared.test(row), false, Optional.of(held.get(id))));
                }
            });
            seen.keySet().stream()
                    .filter(id -> !held.containsKey(id))
                    .map(id -> new RecordChanges.Change(new RecordRef(table, id), false, true, Optional.empty()))
                    .forEach(changes::add);
            return new RecordChanges(changes, kept(held), false);
        });
    }

    private Optional<SortedMap<String, String>> list(String position) {
        if (!POSITION.matcher(position).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(
                    Files.readString(lists.resolve(position)), new TypeReference<TreeMap<String, String>>() {}));
        } catch (NoSuchFileException | JsonProcessingException forgotten) {
            return Optional.empty();
        } catch (IOException e) {
            throw CsvDirectory.unavailable("read", lists, e).failure(e);
        }
    }

    private String kept(SortedMap<String, String> held) {
        try {
            String text = JSON.writeValueAsString(held);
            String position = CsvTable.digest(text);
            directory.holding(() -> keep(lists.resolve(position), text));
            return position;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can always be written as JSON", e);
        }
    }

    /** One that is asked for again is new again. */
    private Path keep(Path list, String text) {
        try {
            if (Files.exists(list)) {
                Files.setLastModifiedTime(list, FileTime.from(Instant.now()));
            } else {
                CsvDirectory.replaced(list, text.getBytes(StandardCharsets.UTF_8));
                forgetOld();
            }
            return list;
        } catch (IOException e) {
            throw CsvDirectory.unavailable("write", list, e).failure(e);
        }
    }

    private void forgetOld() throws IOException {
        Map<Path, FileTime> times = new TreeMap<>();
        try (Stream<Path> all = Files.list(lists)) {
            for (Path list : (Iterable<Path>) all::iterator) {
                times.put(list, Files.getLastModifiedTime(list));
            }
        }
        List<Path> oldest = times.entrySet().stream()
                .sorted(Map.Entry.<Path, FileTime>comparingByValue(Comparator.reverseOrder()))
                .skip(KEPT)
                .map(Map.Entry::getKey)
                .toList();
        for (Path list : oldest) {
            Files.delete(list);
        }
    }
}
