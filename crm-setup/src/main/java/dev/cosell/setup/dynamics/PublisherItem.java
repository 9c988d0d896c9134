package dev.cosell.setup.dynamics;

import dev.cosell.setup.Finding;
import dev.cosell.setup.Item;

/** The publisher whose prefix names begin with. */
final class PublisherItem implements Item {
    static final String KIND = "publisher";

    private final Dataverse dataverse;
    private final Home home;

    PublisherItem(Dataverse dataverse, Home home) {
        this.dataverse = dataverse;
        this.home = home;
    }

    @Override
    public Finding look() {
        return dataverse
                .first("publishers?$select=publisherid&$filter=uniquename%20eq%20"
                        + Dataverse.literal(home.publisher()))
                .map(found -> Finding.there(KIND, home.publisher()))
                .orElseGet(() -> Finding.missing(KIND, home.publisher(), "prefix " + home.prefix()));
    }

    @Override
    public void make() {
        dataverse.create(
                "publishers",
                Dataverse.object()
                        .put("uniquename", home.publisher())
                        .put("friendlyname", home.publisherName())
                        .put("customizationprefix", home.prefix())
                        .put("customizationoptionvalueprefix", home.optionValues()));
    }
}
