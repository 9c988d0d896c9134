package dev.cosell.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project's files as the documentation tests read them. */
final class Pages {
    private static final Pattern CODE_SPAN = Pattern.compile("`([^`\n]+)`");
    private static final Path ROOT = root();

    private Pages() {}

    static Path file(String path) {
        return ROOT.resolve(path);
    }

    static String read(String path) {
        return read(file(path));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every page that people read: at the root, under docs, and beside a module or project. */
    static List<Path> all() {
        return Stream.of("", "docs", "sandbox", "crm/salesforce")
                .flatMap(folder -> in(folder).stream())
                .filter(file -> file.toString().endsWith(".md"))
                .toList();
    }

    /** The files of a folder, sub-folders left out. */
    static List<Path> in(String folder) {
        try (Stream<Path> files = Files.list(file(folder))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of a folder and its sub-folders. */
    static Stream<Path> below(String folder) {
        try (Stream<Path> files = Files.walk(file(folder))) {
            return files.filter(Files::isRegularFile).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How people call a file: its path from the root. */
    static String name(Path file) {
        return ROOT.relativize(file).toString().replace('\\', '/');
    }

    /**
     * The part of a page under a heading, up to the next heading of the same or a higher level.
     *
     * @param heading the whole line, for instance {@code ## Fields}
     */
    static String section(String page, String heading) {
        List<String> lines = read(page).lines().toList();
        int from = lines.indexOf(heading);
        if (from < 0) {
            throw new AssertionError(page + ": expected the heading \"" + heading + "\", found none");
        }
        int level = heading.indexOf(' ');
        List<String> section = new ArrayList<>();
        for (String line : lines.subList(from + 1, lines.size())) {
            if (line.matches("#{1," + level + "} .*")) {
                break;
            }
            section.add(line);
        }
        return String.join("\n", section).strip();
    }

    /** Rows of every table in a text, without heads and rulers; cells stripped. */
    static List<List<String>> rows(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean ruler = line.matches("\\|[ |:-]+\\|");
            boolean head = i + 1 < lines.size() && lines.get(i + 1).matches("\\|[ |:-]+\\|");
            if (line.startsWith("|") && !ruler && !head) {
                String inner = line.strip().replaceFirst("^\\|", "").replaceFirst("\\|$", "");
                rows.add(
                        Arrays.stream(inner.split("\\|", -1)).map(String::strip).toList());
            }
        }
        return rows;
    }

    /** What stands between backticks, one entry per occurrence; fenced blocks left out. */
    static List<String> code(String text) {
        return CODE_SPAN
                .matcher(text.replaceAll("(?ms)^```.*?^```", ""))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    static List<String> all(String regex, String text) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.groupCount() == 0 ? match.group() : match.group(1))
                .toList();
    }

    private static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("mvnw")) && Files.exists(folder.resolve("host.json"))) {
                return folder;
            }
        }
        throw new IllegalStateException("expected to run inside the project, found no host.json above");
    }
}
