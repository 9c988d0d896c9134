package dev.cosell.operate.deal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosell.operate.Reply;
import dev.cosell.store.TableUnmatchedPeople;

/** Who is in a team in Partner Center but is no user of the CRM, so that an admin can add a user or an alias. */
public final class UnmatchedPeople {
    private final TableUnmatchedPeople people;

    public UnmatchedPeople(TableUnmatchedPeople people) {
        this.people = people;
    }

    /** Those met within thirty days, the latest first. */
    public Reply list() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode items = body.putArray("items");
        people.lately()
                .forEach(person -> items.addObject()
                        .put("email", person.email())
                        .put("name", person.name())
                        .put("pair", person.pair())
                        .put("notedAt", person.notedAt().toString()));
        return Reply.of(200, body);
    }
}
