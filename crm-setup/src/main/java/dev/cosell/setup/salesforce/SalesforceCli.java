package dev.cosell.setup.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.setup.SetUpFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Salesforce CLI {@code sf}, signed in to one organisation.
 *
 * @see <a href="https://developer.salesforce.com/docs/atlas.en-us.sfdx_cli_reference.meta">its reference</a>
 */
public interface SalesforceCli {
    /**
     * Runs a command to its end.
     *
     * @param folder where it runs; a project's for commands about projects
     * @param environment variables beside those of this process; what is secret goes here, not into arguments
     * @param arguments without the organisation and without {@code --json}, which every command gets
     * @throws SetUpFailure if it cannot be run, or does not answer with JSON
     */
    Ran run(Path folder, Map<String, String> environment, List<String> arguments);

    /** By what name it knows the organisation. */
    String org();

    /**
     * What a command answered.
     *
     * @param body {@code result}, or {@code name} and {@code message} of a failure
     */
    record Ran(int status, JsonNode body) {
        JsonNode result() {
            return body.path("result");
        }
    }

    /** A command as people type it. */
    default String typed(List<String> arguments) {
        List<String> words = new ArrayList<>(List.of("sf"));
        words.addAll(arguments);
        words.addAll(List.of("--target-org", org()));
        return String.join(" ", words);
    }

    /** The answer of a command that has to succeed. */
    default JsonNode demand(Path folder, Map<String, String> environment, List<String> arguments) {
        Ran ran = run(folder, environment, arguments);
        if (ran.status() != 0) {
            throw new SetUpFailure("Expected success of " + typed(arguments) + " in " + folder + ", found "
                    + ran.body().path("name").asText() + " "
                    + ran.body().path("message").asText());
        }
        return ran.result();
    }

    /** An object as it is described; nothing if there is none. */
    default Optional<JsonNode> describe(String object) {
        List<String> arguments = List.of("sobject", "describe", "--sobject", object);
        Ran ran = run(Path.of("."), Map.of(), arguments);
        if (ran.status() == 0) {
            return Optional.of(ran.result());
        }
        if (ran.body().path("name").asText().equals("NOT_FOUND")) {
            return Optional.empty();
        }
        throw new SetUpFailure("Expected success of " + typed(arguments) + ", found "
                + ran.body().path("name").asText() + " "
                + ran.body().path("message").asText());
    }

    /** The records of a query. */
    default List<JsonNode> query(String soql) {
        List<JsonNode> records = new ArrayList<>();
        demand(Path.of("."), Map.of(), List.of("data", "query", "--query", soql))
                .path("records")
                .forEach(records::add);
        return records;
    }
}
