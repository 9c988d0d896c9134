package dev.cosell.setup.dynamics;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Labels of definitions. They are English; the language they are entered under is the environment's base language, without
 * which Dataverse takes no label.
 *
 * @param language its code, for instance 1033
 */
record Labels(int language) {
    private static final String NAMESPACE = "Microsoft.Dynamics.CRM.";

    ObjectNode of(String text) {
        ObjectNode label = Dataverse.object().put("@odata.type", NAMESPACE + "Label");
        label.putArray("LocalizedLabels")
                .addObject()
                .put("@odata.type", NAMESPACE + "LocalizedLabel")
                .put("Label", text)
                .put("LanguageCode", language);
        return label;
    }
}
