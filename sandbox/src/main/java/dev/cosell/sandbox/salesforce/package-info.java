/**
 * The simulated Salesforce organisation: OAuth, REST API v67.0, outbound messages and callouts of flows; service {@code
 * salesforce}.
 *
 * <p>Everything a client may do goes through {@link dev.cosell.sandbox.salesforce.Salesforce#answer}; what tests and the
 * demo do around it goes through {@link dev.cosell.sandbox.salesforce.Salesforce#control}. Objects, fields, rules of
 * Microsoft's package and the mapping of lead conversion are data: {@code schema.json}; people, stages, currencies and
 * solutions: {@code seed.json}; states: {@code states.json}. Countries are those of the JDK.
 *
 * <p>Sign-in: {@code POST /services/oauth2/token} with the client credentials flow works from the start; for the JWT bearer
 * flow a certificate has to be uploaded, or made by {@code POST connected-app-keys}. Audience is {@code
 * https://login.salesforce.com}, {@code https://test.salesforce.com} or the address of this service. Sessions end after two
 * idle hours, by the fault {@code expiredToken}, and when the sandbox ends.
 *
 * <h2>Control routes, below {@code /_sandbox/salesforce/}</h2>
 *
 * <p>Writes of records are made by a person, {@code ?user=} with an id, username or full name; without it by the seeded
 * seller. They obey the same rules as the API and start flows. Bodies and answers are those of the API.
 *
 * <table>
 * <caption>Routes</caption>
 * <tr><th>route</th><th>body</th><th>does</th></tr>
 * <tr><td>GET records/{object}</td><td></td><td>lists; {@code ?deleted=true} lists the recycle bin</td></tr>
 * <tr><td>GET records/{object}/{id}</td><td></td><td>one record, deleted or not</td></tr>
 * <tr><td>POST records/{object}</td><td>fields</td><td>creates; stages, statuses, currencies and users too</td></tr>
 * <tr><td>PATCH, DELETE records/{object}/{id}</td><td>fields</td><td>changes, deletes</td></tr>
 * <tr><td>POST records/{object}/{id}/undelete</td><td></td><td>takes it out of the recycle bin</td></tr>
 * <tr><td>POST records/Opportunity/{id}/microsofts-connector</td><td>{@code {"referralId","mark","audit"}}, all optional</td>
 * <td>Microsoft's own connector synchronises the record</td></tr>
 * <tr><td>POST records/{object}/{id}/clone</td><td></td><td>copies what users may change, the referral id too</td></tr>
 * <tr><td>POST records/{object}/{id}/merge</td><td>{@code {"ids":[]}}</td><td>merges these into it</td></tr>
 * <tr><td>POST records/Lead/{id}/convert</td><td>{@code {"convertedStatus","accountId","contactId","opportunityName",
 * "doNotCreateOpportunity"}}</td><td>converts; all members are optional; answers the lead</td></tr>
 * <tr><td>any as/{user}/services/data/v67.0/...</td><td>as the API</td><td>any API call by a person</td></tr>
 * <tr><td>GET, PATCH settings</td><td>members of {@link dev.cosell.sandbox.salesforce.OrganizationSettings}</td><td>shows,
 * changes</td></tr>
 * <tr><td>PATCH connected-app</td><td>{@code {"certificate":"PEM","approvedUsers":["username"],"runAs":"username"}}</td>
 * <td>changes the app that clients sign in with</td></tr>
 * <tr><td>POST connected-app-keys</td><td></td><td>makes a key pair, uploads its certificate; 201 {@code
 * {"privateKey","certificate"}}</td></tr>
 * <tr><td>PUT organization-kind</td><td>{@code {"sandbox":true}}</td><td>a sandbox instead of a production
 * organisation</td></tr>
 * <tr><td>POST expire-sessions</td><td></td><td>every access token has expired</td></tr>
 * <tr><td>POST empty-recycle-bin</td><td></td><td>deleted records are gone for good</td></tr>
 * <tr><td>PATCH api-usage</td><td>{@code {"others":99000}}</td><td>calls that others made today</td></tr>
 * <tr><td>PUT object-permissions</td><td>{@code {"Lead":{"create":false,"read":true,"edit":false,"delete":false}}}</td>
 * <td>what who signs in may do; replaces all</td></tr>
 * <tr><td>PUT field-permissions</td><td>{@code {"Opportunity/Amount":{"read":true,"edit":false}}}</td><td>field-level
 * security of who signs in; replaces all</td></tr>
 * <tr><td>POST objects</td><td>an object as in {@code schema.json}</td><td>adds it</td></tr>
 * <tr><td>PUT, PATCH, DELETE fields/{object}/{field}</td><td>members as in {@code schema.json}, such as {@code
 * {"type":"string","length":100}}</td><td>adds, alters, removes a field; those that a project declares are read by {@link
 * dev.cosell.sandbox.salesforce.SourceField}</td></tr>
 * <tr><td>GET rules</td><td></td><td>validation and duplicate rules</td></tr>
 * <tr><td>PUT, PATCH validation-rules/{name}</td><td>{@code {"object","condition":"Amount = null","message","field",
 * "active","changed":[],"unchanged":[]}}</td><td>saves for which the condition (SOQL) holds are refused. Those of
 * Microsoft's package are there, switched off</td></tr>
 * <tr><td>PUT duplicate-rules/{name}</td><td>{@code {"object","matchFields":["Email"],"allowSave":true,"message"}}</td>
 * <td>records with equal values are refused as duplicates</td></tr>
 * <tr><td>DELETE rules/{name}</td><td></td><td>removes either kind</td></tr>
 * <tr><td>GET, POST, DELETE save-faults</td><td>{@code {"object","errorCode":"UNABLE_TO_LOCK_ROW","message","count":1}}
 * </td><td>the next saves fail so</td></tr>
 * <tr><td>PUT lead-conversion</td><td>{@code {"mappings":[{"lead","object","field"}]}}</td><td>which custom fields of a
 * lead go where</td></tr>
 * <tr><td>POST outbound-messages</td><td>{@code {"object","url","fields":["Name"],"listening":"createdOrUpdated",
 * "condition":""}}</td><td>activates a flow that sends SOAP; 201 {@code {"id"}}</td></tr>
 * <tr><td>POST callouts</td><td>{@code {"object","url","headers":{},"body":{"id":"{!$Record.Id}"},"listening",
 * "condition"}}</td><td>activates a flow that posts JSON; 201 {@code {"id"}}</td></tr>
 * <tr><td>GET flows; DELETE flows/{id}</td><td></td><td>lists, removes</td></tr>
 * </table>
 *
 * <h2>Where it differs from life</h2>
 *
 * <ul>
 *   <li>Messages that did not go through wait by the sandbox's clock: turning it sends what has become due.
 *   <li>A lookup to a deleted record is cleared and stays so after an undelete. Merging moves all dependents.
 *   <li>Flows, package code and rules run once; triggers of the customer's do not exist. Package code is the count of
 *       solutions on the opportunity.
 *   <li>{@code latestDateCovered} is never behind the end of the window that was asked for, or the present minute.
 *   <li>The {@code Date} of an answer is the computer's, whatever the sandbox's clock says.
 *   <li>The status 412 comes with a code of the sandbox's own, {@code PRECONDITION_FAILED}.
 *   <li>Of the Connect REST API there is {@code connect/organization} with its currencies only.
 *   <li>Not there: compound address fields, record types, sharing, formula fields, GROUP BY and aggregates but COUNT(),
 *       functions in queries, search, {@code composite/graph}, {@code composite/tree} and {@code composite/batch}, Bulk
 *       API, SOAP API, change data capture, Pub/Sub API, exchange rates by date, refresh tokens.
 * </ul>
 */
package dev.cosell.sandbox.salesforce;
