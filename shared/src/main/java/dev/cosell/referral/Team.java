package dev.cosell.referral;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** People of a referral, as text for people. */
public final class Team {
    private Team() {}

    /**
     * One line per member: {@code First Last <email>}, whatever of it is known.
     *
     * @param team an array of members
     */
    public static String lines(JsonNode team) {
        List<String> lines = new ArrayList<>();
        for (JsonNode member : team) {
            String email = Referral.textOf(member, "/email")
                    .map(address -> "<" + address.strip() + ">")
                    .orElse("");
            String line = String.join(
                            " ",
                            Stream.of("/firstName", "/lastName")
                                    .flatMap(part -> Referral.textOf(member, part).stream())
                                    .map(String::strip)
                                    .toList())
                    .concat(" " + email)
                    .strip();
            if (!line.isEmpty()) {
                lines.add(line);
            }
        }
        return String.join("\n", lines);
    }
}
