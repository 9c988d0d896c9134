package dev.cosell.fieldmap;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the groups of a map mean, in a few letters each: which paths, which kind of value, which way, translated how.
 *
 * <p>What a side showed can only be compared with what it shows now if both were read by the same definition. Rules,
 * limits and requirements are no part of it: they say what is done with a value, not what it is.
 *
 * <p>Pairs remember definitions, so their form must stay as it is from release to release: another form would make every
 * deal take whatever both sides show, once.
 */
final class Definitions {
    private static final int BYTES = 6;

    private Definitions() {}

    /** Of every group, by its name. */
    static Map<String, String> of(Map<String, List<Field>> groups) {
        Map<String, String> definitions = new LinkedHashMap<>();
        groups.forEach((name, fields) -> definitions.put(
                name, digest(fields.stream().map(Definitions::text).collect(Collectors.joining("\n")))));
        return definitions;
    }

    private static String text(Field field) {
        return String.join(
                "|",
                field.type().name(),
                field.direction().name(),
                field.partnerCenter().toString(),
                field.crm().toString(),
                field.states().toString(),
                text(field.conversion()));
    }

    private static String text(Conversion conversion) {
        return switch (conversion) {
            case Conversion.None none -> "";
            case Conversion.Labels(Map<String, String> labels) -> labels.toString();
            case Conversion.Expressions(var toCrm, var toPartnerCenter) ->
                toCrm.map(Expression::text).orElse("") + "|"
                        + toPartnerCenter.map(Expression::text).orElse("");
        };
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
