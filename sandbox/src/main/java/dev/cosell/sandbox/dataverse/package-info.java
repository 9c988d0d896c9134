/**
 * The simulated Dynamics 365 Sales environment: Dataverse Web API v9.2, service {@code dynamics}.
 *
 * <p>Everything a client may do goes through {@link dev.cosell.sandbox.dataverse.Dynamics#answer}; what tests and the
 * demo do around it goes through {@link dev.cosell.sandbox.dataverse.Dynamics#control}. Tables, columns, choices and keys
 * are data: {@code schema.json}; people, currencies and the small Microsoft tables: {@code seed.json}.
 *
 * <p>The control routes, below {@code /_sandbox/dynamics/}, are in the sandbox's README.
 *
 * <h2>Where it differs from life</h2>
 *
 * <ul>
 *   <li>Business-required columns are enforced (see {@link dev.cosell.sandbox.dataverse.Options}); requests never succeed
 *       here that fail there.
 *   <li>A write that reopens a closed record may not carry other columns. Deleting a record clears links to it silently,
 *       and deletes the records that need it.
 *   <li>Merge raises Merge and no Update of either row (assumed), and leaves rows that point to the merged one alone.
 *   <li>Administrators may add columns, choices and keys to tables, and no tables or relationships; a key's index takes five
 *       seconds. Forms alone have to be published; a new view is seen at once. Any person may customise.
 *   <li>Not there: {@code $metadata}, {@code $apply}, FetchXML, collection-valued navigation,
 *       synchronous steps that fail the save, column security beyond what the
 *       metadata and the user's privileges say of it, teams, price lists with products, security beyond missing privileges.
 * </ul>
 */
package dev.cosell.sandbox.dataverse;
