package dev.cosell.setup.dynamics;

/**
 * A solution and its publisher: where what is made belongs, so that an administrator sees it together and can take it to
 * other environments.
 *
 * @param prefix of the names of what is in it, without the underscore
 * @param optionValues the first five digits of values of choices
 */
record Home(
        String publisher, String publisherName, String prefix, int optionValues, String solution, String solutionName) {
    /** What is the connector's own. */
    static final Home CONNECTOR =
            new Home("cosellconnector", "Co-sell Connector", "cosell", 72613, "CosellConnector", "Co-sell Connector");

    /**
     * The columns of Microsoft's co-sell solution, under its names and with its values of choices, where it is not
     * installed. Apart, so that they can be told from the connector's own when that solution comes.
     */
    static final Home MICROSOFTS_NAMES = new Home(
            "cosellmicrosoftnames",
            "Co-sell Connector: Microsoft's names",
            "msft",
            29960,
            "CosellMicrosoftNames",
            "Co-sell Connector: Microsoft's names");

    /** Where a column or choice belongs by its prefix. */
    static Home of(String name) {
        return name.startsWith(MICROSOFTS_NAMES.prefix + "_") ? MICROSOFTS_NAMES : CONNECTOR;
    }
}
