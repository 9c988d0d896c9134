package dev.cosell.operate.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosell.http.Answer;
import dev.cosell.http.Call;
import dev.cosell.http.Transport;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which version this is, and, where a setting says where to ask, whether there is a newer one. */
public final class VersionCheck implements Check {
    public static final String NAME = "version";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] NO_BODY = {};

    private final String own;
    private final Optional<URI> releases;
    private final Transport transport;

    /**
     * @param own version of this build
     * @param releases answers JSON whose {@code tag_name} is the newest version, as GitHub's {@code releases/latest} does
     * @param transport that counts nobody's calls
     */
    public VersionCheck(String own, Optional<URI> releases, Transport transport) {
        this.own = own;
        this.releases = releases;
        this.transport = transport;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> look() {
        if (releases.isEmpty()) {
            return List.of(
                    Finding.ok(NAME, "this is " + own + "; RELEASES_URL is empty, so nobody is asked for newer ones"));
        }
        Optional<Version> newest = newest();
        if (newest.isEmpty()) {
            return List.of(Finding.notChecked(
                    NAME, "this is " + own + "; RELEASES_URL gave no JSON whose tag_name is a version"));
        }
        return List.of(
                newest.get().compareTo(Version.parse(own)) <= 0
                        ? Finding.ok(NAME, "this is " + own + ", the newest release is " + newest.get())
                        : Finding.warning(
                                NAME,
                                Problem.of(
                                        ProblemCode.VERSION_BEHIND,
                                        "expected " + newest.get() + " or newer, found " + own)));
    }

    private Optional<Version> newest() {
        try {
            Answer answer = transport.send(new Call(
                    // Whose call it is does not matter: this transport counts none.
                    RemoteSystem.PARTNER_CENTER,
                    "GET",
                    releases.orElseThrow(),
                    Map.of("Accept", "application/json", "User-Agent", "cosell-connector"),
                    NO_BODY,
                    Call.DEFAULT_TIMEOUT));
            JsonNode tag = answer.ok() ? JSON.readTree(answer.body()).path("tag_name") : JSON.missingNode();
            return Optional.of(Version.parse(tag.asText("").replaceFirst("^v", "")));
        } catch (Failure | IOException | IllegalArgumentException notTold) {
            return Optional.empty();
        }
    }
}
