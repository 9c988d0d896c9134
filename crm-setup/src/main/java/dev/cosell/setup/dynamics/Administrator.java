package dev.cosell.setup.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosell.setup.Finding;
import dev.cosell.setup.Item;
import dev.cosell.setup.SetUpFailure;

/** That it is a person who sets the environment up: the connector's own identity is to have no right to customise. */
final class Administrator implements Item {
    static final String KIND = "administrator";

    private final Dataverse dataverse;

    Administrator(Dataverse dataverse) {
        this.dataverse = dataverse;
    }

    @Override
    public Finding look() {
        String id = dataverse.get("WhoAmI").path("UserId").asText();
        JsonNode user = dataverse.get("systemusers(" + id + ")?$select=fullname,applicationid");
        String name = user.path("fullname").asText();
        if (user.hasNonNull("applicationid")) {
            throw new SetUpFailure(
                    "Expected a person with the role System Administrator or System Customizer to sign in,"
                            + " found the application user \"" + name + "\"");
        }
        return Finding.there(KIND, name);
    }

    @Override
    public void make() {
        throw new IllegalStateException("an administrator is there or nothing is");
    }
}
