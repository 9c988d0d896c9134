/**
 * What Dynamics 365 needs, by Dataverse's Web API. What it makes goes into two unmanaged solutions: {@code CosellConnector}
 * has what is the connector's own, {@code CosellMicrosoftNames} the columns that Microsoft's co-sell solution would bring,
 * under its names, where that solution is not installed.
 *
 * <p>Which columns are needed the field map says; how they look, {@code columns.json} beside these classes. Sources: the
 * pages "Create and update column definitions", "... table definitions" and "... choices using the Web API", "Define
 * alternate keys", "Register a webhook", "Form XML reference", and the table reference of Dataverse.
 */
package dev.cosell.setup.dynamics;
