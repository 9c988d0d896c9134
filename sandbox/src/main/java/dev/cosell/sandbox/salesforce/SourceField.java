package dev.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * A custom field as a Salesforce project declares it (source format, {@code objects/{object}/fields/{name}.field-meta.xml}).
 * Deploying the project is one {@code PUT fields/{object}/{name}} with {@link #definition} for each.
 *
 * @param object that gets the field, for instance {@code Opportunity}
 * @param name ending {@code __c}
 * @param definition members as in {@code schema.json}
 */
public record SourceField(String object, String name, ObjectNode definition) {
    private static final String SUFFIX = ".field-meta.xml";
    private static final int LONGEST_CHOICE = 255;
    private static final int LONGEST_ADDRESS = 255;
    private static final int ID = 18;

    /**
     * All fields below a folder, in the order of their paths.
     *
     * @throws IllegalArgumentException naming the file, if it is no declaration of a field that the sandbox can have
     */
    public static List<SourceField> in(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .map(SourceField::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SourceField read(Path file) {
        Element field = SourceXml.root(file);
        String object = file.getParent().getParent().getFileName().toString();
        String name = SourceXml.text(field, "fullName").orElse("");
        if (!file.getFileName().toString().equals(name + SUFFIX)) {
            throw new IllegalArgumentException(
                    "%s: expected the field's own name as fullName, found \"%s\"".formatted(file, name));
        }
        try {
            return new SourceField(object, name, definition(field, name));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(file + ": " + wrong.getMessage(), wrong);
        }
    }

    private static ObjectNode definition(Element field, String name) {
        ObjectNode members = Json.object();
        SourceXml.text(field, "label").ifPresent(label -> members.put("label", label));
        String type = needed(field, "type");
        switch (type) {
            case "Checkbox" -> members.put("type", "boolean").put("default", yes(field, "defaultValue"));
            case "Text" -> members.put("type", "string").put("length", number(field, "length"));
            case "LongTextArea" -> members.put("type", "textarea").put("length", number(field, "length"));
            case "Url" -> members.put("type", "url").put("length", LONGEST_ADDRESS);
            case "Date", "DateTime" -> members.put("type", type.equals("Date") ? "date" : "datetime");
            case "Currency", "Number" ->
                members.put("type", type.equals("Currency") ? "currency" : "double")
                        .put("precision", number(field, "precision"))
                        .put("scale", number(field, "scale"));
            case "Picklist" -> picklist(members, field);
            case "Lookup", "MasterDetail" -> lookup(members, field, name);
            default ->
                throw new IllegalArgumentException("expected a type of field that the sandbox has, found " + type);
        }
        for (String mark : List.of("required", "unique", "externalId")) {
            if (yes(field, mark)) {
                members.put(mark, true);
            }
        }
        return members;
    }

    private static void picklist(ObjectNode members, Element field) {
        members.put("type", "picklist").put("length", LONGEST_CHOICE);
        if (SourceXml.all(field, "valueSet", "restricted").stream()
                .anyMatch(mark -> mark.getTextContent().strip().equals("true"))) {
            members.put("restricted", true);
        }
        for (Element value : SourceXml.all(field, "valueSet", "valueSetDefinition", "value")) {
            String choice = needed(value, "fullName");
            String label = SourceXml.text(value, "label").orElse(choice);
            if (label.equals(choice)) {
                members.withArray("values").add(choice);
            } else {
                members.withArray("values").addObject().put("value", choice).put("label", label);
            }
            if (yes(value, "default")) {
                members.put("default", choice);
            }
        }
    }

    private static void lookup(ObjectNode members, Element field, String name) {
        members.put("type", "reference").put("length", ID);
        members.putArray("references").add(needed(field, "referenceTo"));
        members.put("relationship", name.replaceFirst("__c$", "__r"));
        SourceXml.text(field, "relationshipName").ifPresent(children -> members.put("children", children + "__r"));
        if (needed(field, "type").equals("MasterDetail")) {
            members.put("required", true).put("onDelete", "cascade").put("access", "createOnly");
        } else if (SourceXml.text(field, "deleteConstraint").equals(Optional.of("Restrict"))) {
            members.put("onDelete", "restrict");
        }
    }

    private static String needed(Element parent, String name) {
        return SourceXml.text(parent, name)
                .orElseThrow(() -> new IllegalArgumentException("expected " + name + ", found none"));
    }

    private static boolean yes(Element parent, String name) {
        return SourceXml.text(parent, name).equals(Optional.of("true"));
    }

    private static int number(Element parent, String name) {
        String text = needed(parent, name);
        if (!text.matches("\\d{1,6}")) {
            throw new IllegalArgumentException("%s: expected a number, found \"%s\"".formatted(name, text));
        }
        return Integer.parseInt(text);
    }
}
