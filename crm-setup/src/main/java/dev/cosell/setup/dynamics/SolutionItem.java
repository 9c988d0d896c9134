package dev.cosell.setup.dynamics;

import dev.cosell.setup.Finding;
import dev.cosell.setup.Item;
import dev.cosell.setup.SetUpFailure;

/** The unmanaged solution that what is made goes into. */
final class SolutionItem implements Item {
    static final String KIND = "solution";

    private final Dataverse dataverse;
    private final Home home;

    SolutionItem(Dataverse dataverse, Home home) {
        this.dataverse = dataverse;
        this.home = home;
    }

    @Override
    public Finding look() {
        return dataverse
                .first("solutions?$select=ismanaged&$filter=uniquename%20eq%20" + Dataverse.literal(home.solution()))
                .map(found -> {
                    if (found.path("ismanaged").asBoolean()) {
                        throw new SetUpFailure("Expected the solution " + home.solution()
                                + " to be unmanaged, found a managed one, to which nothing can be added: this environment"
                                + " was set up by an import, so take changes to it the same way");
                    }
                    return Finding.there(KIND, home.solution());
                })
                .orElseGet(() -> Finding.missing(KIND, home.solution(), ""));
    }

    @Override
    public void make() {
        String publisher = dataverse
                .get("publishers?$select=publisherid&$filter=uniquename%20eq%20" + Dataverse.literal(home.publisher()))
                .at("/value/0/publisherid")
                .asText();
        dataverse.create(
                "solutions",
                Dataverse.object()
                        .put("uniquename", home.solution())
                        .put("friendlyname", home.solutionName())
                        .put("version", "1.0.0.0")
                        .put("publisherid@odata.bind", "/publishers(" + publisher + ")"));
    }
}
