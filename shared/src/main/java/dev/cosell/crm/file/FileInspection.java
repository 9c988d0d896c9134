package dev.cosell.crm.file;

import dev.cosell.crm.CrmInspection;
import dev.cosell.fieldmap.FieldMaps;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be told of a directory: where it is, and which of its files the connector may not replace. */
public final class FileInspection implements CrmInspection {
    private final CsvDirectory directory;
    private final List<String> written;

    /** Makes no call. */
    public FileInspection(Path path, FieldMaps maps) {
        this.directory = new CsvDirectory(path, DirectoryLock.PATIENCE, CsvDirectory.QUIET);
        this.written = List.of(maps.deals().table(), ColumnKinds.ACCOUNTS, ColumnKinds.CONTACTS);
    }

    /** A directory does not say what it is for. */
    @Override
    public Identity identity() {
        Path path = directory.path().toAbsolutePath().normalize();
        return new Identity(
                path.toString(),
                Optional.ofNullable(path.getFileName()).map(Path::toString).orElse("/"),
                Kind.UNKNOWN,
                Optional.empty(),
                path.toUri());
    }

    @Override
    public List<MissingRight> missingRights() {
        return Stream.concat(written.stream(), Stream.of(ColumnKinds.USERS))
                .flatMap(table -> missing(table).stream())
                .toList();
    }

    private Optional<MissingRight> missing(String table) {
        directory.read(table);
        return written.contains(table) && !directory.isWritable(table)
                ? Optional.of(new MissingRight(
                        table, "change", "write permission on " + CsvDirectory.fileName(table) + " and its directory"))
                : Optional.empty();
    }

    /** Microsoft's connector works with Dynamics 365 and Salesforce only. */
    @Override
    public List<Trace> tracesOfMicrosoftsConnector(Instant since) {
        return List.of();
    }

    @Override
    public Optional<CallsOfDay> callsOfDay() {
        return Optional.empty();
    }
}
