package dev.cosell.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the sandbox describes itself when it is ready: addresses, certificates, credentials.
 *
 * @param json its one line
 */
public record SandboxDescription(JsonNode json) {
    static SandboxDescription read(String line) {
        try {
            return new SandboxDescription(JsonClient.JSON.readTree(line));
        } catch (JsonProcessingException e) {
            throw new LaunchFailure("Expected the sandbox to describe itself in JSON, found " + line, e);
        }
    }

    /** Where one of its systems is, without a slash at the end. */
    public String address(String system) {
        String address = json.path("addresses").path(system).asText();
        if (address.isEmpty()) {
            throw new LaunchFailure("Expected the sandbox to have a system " + system + ", found "
                    + json.path("addresses").toString());
        }
        return address;
    }

    /** The port of each of its systems, by name. */
    Map<String, Integer> ports() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        json.path("addresses")
                .properties()
                .forEach(system -> ports.put(
                        system.getKey(), URI.create(system.getValue().asText()).getPort()));
        return ports;
    }

    /** What a token for one of its Microsoft systems is asked for with. */
    public String scope(String system) {
        return address(system) + "/.default";
    }

    /** A member of the credentials for Microsoft's sign-in. */
    public String login(String member) {
        return credential("login", member);
    }

    /** A member of the credentials that one of its services hands out. */
    public String credential(String service, String member) {
        return json.path("credentials").path(service).path(member).asText();
    }

    /** The file with the certificate that has signed all of its certificates. */
    String certificateFile() {
        return json.path("caFile").asText();
    }
}
