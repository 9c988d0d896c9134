/**
 * The simulated Dynamics 365 Sales environment: Dataverse Web API v9.2, service {@code dynamics}.
 *
 * <p>Everything a client may do goes through {@link dev.cosell.sandbox.dataverse.Dynamics#answer}; what tests and the
 * demo do around it goes through {@link dev.cosell.sandbox.dataverse.Dynamics#control}. Tables, columns, choices and keys
 * are data: {@code schema.json}; people, currencies and the small Microsoft tables: {@code seed.json}.
 *
 * <h2>Control routes, below {@code /_sandbox/dynamics/}</h2>
 *
 * <p>A {@code table} is a logical or an entity set name. Writes are made by a person, {@code ?user=} with an id, e-mail
 * address or full name; without it by the seeded seller. They obey the same rules as the Web API and fire webhooks. A body
 * of {@code records} has raw column values, a lookup as {@code {"table","id"}} or by {@code navigation@odata.bind}; the
 * answer is {@code {"table","id","version","values"}}.
 *
 * <table>
 * <caption>Routes</caption>
 * <tr><th>route</th><th>body</th><th>does</th></tr>
 * <tr><td>GET records/{table}</td><td></td><td>lists raw rows</td></tr>
 * <tr><td>GET records/{table}/{id}</td><td></td><td>one raw row</td></tr>
 * <tr><td>POST records/{table}</td><td>columns</td><td>creates; the primary key may be given</td></tr>
 * <tr><td>PATCH records/{table}/{id}</td><td>columns</td><td>changes</td></tr>
 * <tr><td>DELETE records/{table}/{id}</td><td></td><td>deletes</td></tr>
 * <tr><td>POST records/{table}/{id}/clone</td><td></td><td>copies every writable value, the referral id too</td></tr>
 * <tr><td>any as/{user}/api/data/v9.2/...</td><td>as the API</td><td>any Web API call (WinOpportunity, say) by a
 * person</td></tr>
 * <tr><td>GET, PATCH options</td><td>members of {@link dev.cosell.sandbox.dataverse.Options}</td><td>shows,
 * changes</td></tr>
 * <tr><td>POST currencies</td><td>{@code {"isocurrencycode":"NOK","exchangerate":10.7}}</td><td>adds a currency</td></tr>
 * <tr><td>DELETE currencies/{iso}</td><td></td><td>removes it; records lose it</td></tr>
 * <tr><td>PUT missing-privileges</td><td>{@code ["prvWriteOpportunity"]}</td><td>what the application user may not
 * do</td></tr>
 * <tr><td>PUT column-security</td><td>{@code {"opportunity/name":{"read":true,"create":false,"update":false}}}</td><td>secures
 * these columns and no others: what the application user may do with them</td></tr>
 * <tr><td>PATCH columns/{table}/{column}</td><td>{@code {"required":"SystemRequired","maxLength":100}}</td><td>customises
 * a column</td></tr>
 * <tr><td>POST webhooks</td><td>{@code {"url","authentication","authName","authValue","message","table",
 * "filteringAttributes":[]}} as {@link dev.cosell.sandbox.dataverse.WebhookStep}</td><td>registers a step, answers its
 * id</td></tr>
 * <tr><td>DELETE webhooks/{id}</td><td></td><td>removes the step</td></tr>
 * <tr><td>POST fail-next</td><td>{@code {"calls":2,"protection":"REQUESTS","retryAfterSeconds":5}}</td><td>429 for the
 * next calls</td></tr>
 * <tr><td>POST expire-delta-tokens</td><td></td><td>all change tokens given so far have expired</td></tr>
 * </table>
 *
 * <h2>Where it differs from life</h2>
 *
 * <ul>
 *   <li>Business-required columns are enforced (see {@link dev.cosell.sandbox.dataverse.Options}); requests never succeed
 *       here that fail there.
 *   <li>A write that reopens a closed record may not carry other columns. Deleting a record clears links to it silently,
 *       and deletes the records that need it.
 *   <li>Merge raises Merge and no Update of either row (assumed), and leaves rows that point to the merged one alone.
 *   <li>Not there: {@code $metadata}, {@code $apply}, FetchXML, collection-valued navigation,
 *       synchronous steps that fail the save, column security beyond what the
 *       metadata and the user's privileges say of it, teams, price lists with products, security beyond missing privileges.
 * </ul>
 */
package dev.cosell.sandbox.dataverse;
