package dev.cosell.problem;

import static dev.cosell.problem.Fixer.AZURE_ADMIN;
import static dev.cosell.problem.Fixer.CRM_ADMIN;
import static dev.cosell.problem.Fixer.NOBODY;
import static dev.cosell.problem.Fixer.OPERATOR;
import static dev.cosell.problem.Fixer.PARTNER_CENTER_ADMIN;
import static dev.cosell.problem.Fixer.SELLER;
import static dev.cosell.problem.Handling.BUG;
import static dev.cosell.problem.Handling.PERSON;
import static dev.cosell.problem.Handling.SYSTEM;
import static dev.cosell.problem.Handling.TRANSIENT;

import java.util.Arrays;
import java.util.Optional;

/**
 * The catalogue. A code never changes its meaning once released; {@code docs/problems.md} lists the same entries, and a
 * test keeps the two in step.
 */
public enum ProblemCode {
    // --- Remote systems: pass by themselves ---
    THROTTLED(
            "NET-01",
            TRANSIENT,
            NOBODY,
            "Too many calls",
            "The remote system answered 429 or a service-protection limit.",
            "Nothing to do: the work waits as long as the system asked."),
    UNAVAILABLE(
            "NET-02",
            TRANSIENT,
            NOBODY,
            "System unavailable",
            "The remote system answered 5xx or could not be reached.",
            "Nothing to do while it is tried again, which it is for hours. If it lasts, look at the system's status page; an operator queues again what was parked."),
    TIMED_OUT(
            "NET-03",
            TRANSIENT,
            NOBODY,
            "No answer in time",
            "The remote system did not answer within the time limit.",
            "Nothing to do while it is tried again: the outcome is looked up before anything is written. An operator queues again what was parked."),
    MOVED_ON(
            "NET-04",
            TRANSIENT,
            NOBODY,
            "Changed while we worked",
            "The other side changed three times while its latest state was being merged.",
            "Nothing to do: it is merged again shortly."),
    LOCKED(
            "NET-05",
            TRANSIENT,
            NOBODY,
            "Record locked",
            "The CRM had the record locked for another transaction.",
            "Nothing to do: it is tried again."),
    NOT_YET_VISIBLE(
            "NET-06",
            TRANSIENT,
            NOBODY,
            "Older than its event",
            "The system still showed a state older than the event that announced the change.",
            "Nothing to do: it is read again shortly."),
    OUTCOME_UNCLEAR(
            "NET-07",
            TRANSIENT,
            NOBODY,
            "Waiting to learn what happened",
            "A create got no clear answer; it may still appear, so it is looked for before it is sent again.",
            "Nothing to do: two empty looks at least five minutes apart decide."),

    // --- Remote systems: unusable as a whole ---
    CALLS_SPENT(
            "NET-08",
            SYSTEM,
            CRM_ADMIN,
            "The day's calls are spent",
            "The organisation used all the API calls it may make within 24 hours.",
            "Nothing is lost: work goes on as calls become free. Find out who uses them, or buy more."),
    BUDGET_SPENT(
            "NET-09",
            SYSTEM,
            OPERATOR,
            "Our budget of calls is spent",
            "The connector made as many calls today as the settings allow, or everybody together used the allowed share of"
                    + " what the system permits.",
            "Nothing is lost: work goes on at midnight UTC, or within minutes after PARTNER_CENTER_DAILY_CALLS,"
                    + " CRM_DAILY_CALLS or SALESFORCE_CALLS_SHARE is raised."),
    SIGN_IN_REFUSED(
            "AUTH-01",
            SYSTEM,
            AZURE_ADMIN,
            "Sign-in refused",
            "The identity platform refused the client secret, the certificate or the refresh token.",
            "Renew the secret or sign in again; the answer of the identity platform is in the detail."),
    TOKEN_REFUSED(
            "AUTH-02",
            SYSTEM,
            AZURE_ADMIN,
            "Token refused",
            "The system answered 401 to a fresh token: wrong audience, wrong tenant or revoked.",
            "Check the tenant and client settings, and that consent was given for this API."),
    MFA_MISSING(
            "AUTH-03",
            SYSTEM,
            PARTNER_CENTER_ADMIN,
            "Multi-factor sign-in missing",
            "Partner Center refused the token because it was made without multi-factor authentication.",
            "Sign in again with a user for whom multi-factor authentication is enforced."),
    ACCESS_DENIED(
            "AUTH-04",
            SYSTEM,
            PARTNER_CENTER_ADMIN,
            "Access denied by Partner Center",
            "The signed-in user lacks the Referrals admin role, or its role does not cover this location.",
            "Give the user the Referrals admin role for the whole company in Partner Center."),
    PRIVILEGE_MISSING(
            "AUTH-05",
            SYSTEM,
            CRM_ADMIN,
            "Privilege missing in the CRM",
            "The application user lacks a privilege; its name is in the detail.",
            "Add the privilege to the connector's security role."),
    REFERRAL_FORBIDDEN(
            "AUTH-06",
            PERSON,
            PARTNER_CENTER_ADMIN,
            "Referral closed to the connector",
            "Partner Center refuses this referral, or what was tried with it, to the signed-in user, who may use others: its role does not cover the referral's location.",
            "Give the user the Referrals admin role for the whole company in Partner Center. Other deals go on."),
    RECORD_FORBIDDEN(
            "AUTH-07",
            PERSON,
            CRM_ADMIN,
            "Record closed to the connector",
            "The application user may use other records of this table, but not this one, or not in this way: it is beyond the reach of its role, in another business unit for instance.",
            "Widen the access level of the connector's security role, or share the record with the application user. Other deals go on."),
    SIGN_IN_NOT_ENDED(
            "AUTH-08",
            PERSON,
            OPERATOR,
            "Sign-in not ended",
            "A sign-in came back that nobody began, that took longer than ten minutes, or that lacks what Partner Center demands.",
            "Ask GET /api/sign-in for a new address, and for what was wrong. Nothing was changed."),
    ROLE_MISSING(
            "AUTH-09",
            PERSON,
            AZURE_ADMIN,
            "Role missing",
            "Whoever is signed in has no role of the connector, or one that may look and not act.",
            "Give the person the role Cosell.Operator, or Cosell.Reader to look only, in the enterprise application of the sign-in; then sign out and in again."),
    NOT_SIGNED_IN(
            "AUTH-10",
            PERSON,
            OPERATOR,
            "Not signed in",
            "The request came without a sign-in that the platform vouches for.",
            "Sign in, or use a function key."),
    MISCONFIGURED(
            "CFG-01",
            SYSTEM,
            AZURE_ADMIN,
            "Setting missing or wrong",
            "One or more settings are absent or cannot be read; each is named with what was expected.",
            "Correct the settings that are named; all faults are listed together."),
    SCHEMA_MISMATCH(
            "CFG-02",
            SYSTEM,
            CRM_ADMIN,
            "CRM column missing or of another kind",
            "The field map names a column that the CRM does not have, or has with another type.",
            "Add the column, or point the field map at another one."),
    FILE_BROKEN(
            "CFG-03",
            SYSTEM,
            CRM_ADMIN,
            "CSV file missing or broken",
            "A file that holds the deals, accounts, contacts or users is not there, or cannot be understood as a table.",
            "Put right what the detail names, in a text editor or a spreadsheet, and save as CSV UTF-8. Nothing was"
                    + " written to the file; work goes on by itself."),

    // --- Somebody has to decide ---
    ONLY_OBSERVED(
            "LIVE-01",
            PERSON,
            OPERATOR,
            "Only observed",
            "The connector only watches: it says what it would write, and writes nothing to either system.",
            "Switch to live or pilot when what it says is what you expect. The deal then goes on by itself."),
    SWITCHED_OFF(
            "LIVE-02",
            PERSON,
            OPERATOR,
            "Switched off for this deal",
            "The deal is a lead and leads are switched off, or nobody who has it is among the pilots.",
            "Switch leads on, add its owner to the pilots, or go live for everybody. The deal then goes on by itself."),
    NOT_READY(
            "LIVE-03",
            PERSON,
            OPERATOR,
            "Not ready to go live",
            "Something that the connector needs does not work, so that nothing was switched on.",
            "Put right what the detail lists, all of it, then repeat the request."),
    WARNINGS_FOUND(
            "LIVE-04",
            PERSON,
            OPERATOR,
            "Warnings to accept before going live",
            "Everything that the connector needs works, but the doctor found what somebody should look at first, so that"
                    + " nothing was switched on.",
            "Read each warning. Put it right, or name its check in acceptWarnings, then repeat the request."),
    REPORT_MISSING(
            "MIG-01",
            PERSON,
            OPERATOR,
            "No fresh report to run by",
            "A run does what a dry run has told, so that nobody is surprised; the dry run is missing, is too old, or was made under other settings.",
            "Start a dry run, read its report, then start the run."),
    BACKFILL_UNDER_WAY(
            "MIG-02",
            PERSON,
            OPERATOR,
            "Not possible for the backfill",
            "What was asked does not fit where the backfill stands: there is one at a time.",
            "Look how it goes; cancel it, or wait until it is done."),
    COUNTRY_UNKNOWN(
            "CUS-01",
            PERSON,
            SELLER,
            "Customer country missing or unknown",
            "Partner Center wants to know the customer's country, and none is there, or nobody can tell which is meant.",
            "Enter the country on the customer's account: its name, or its two-letter code."),
    CUSTOMER_MISSING(
            "CUS-02",
            PERSON,
            SELLER,
            "Customer missing",
            "The opportunity has no customer account, or the account has no name.",
            "Set the opportunity's customer to an account with a name."),
    CUSTOMER_AMBIGUOUS(
            "CUS-03",
            PERSON,
            SELLER,
            "Several accounts match the customer",
            "More than one account could be the customer, so the connector will not guess; they are in the detail.",
            "Merge the accounts, or say which one it is: POST /api/referrals/{id}/customer."),
    CONTACT_INCOMPLETE(
            "CUS-04",
            PERSON,
            SELLER,
            "Customer contact incomplete",
            "Microsoft's help needs a customer contact with first name, last name, e-mail and phone.",
            "Complete the contact; the missing parts are named in the detail."),
    CUSTOMER_SIMILAR(
            "CUS-05",
            PERSON,
            SELLER,
            "An account may be the customer",
            "No account is surely the customer, but one has nearly its name, or its web domain; a new one could be a duplicate.",
            "Say which account it is, or that it is a new one: POST /api/referrals/{id}/customer."),
    CUSTOMER_NOT_FOUND(
            "CUS-06",
            PERSON,
            OPERATOR,
            "Chosen account not found",
            "The account that was chosen for the customer does not exist, or is not visible.",
            "Choose again, with the id of an account of the CRM."),
    CONTACT_NOT_WANTED(
            "CUS-07",
            PERSON,
            SELLER,
            "No consent to be contacted",
            "The referral (or, before there is one, the record) says that the customer's people may not be contacted.",
            "Ask for their consent before you write or call. Nothing is held up by it."),
    CONTACT_NOT_SHARED(
            "CUS-08",
            PERSON,
            SELLER,
            "No consent to share contact data",
            "The customer's people did not agree that their data is given to others: contacts stay in the CRM, and Microsoft's help, which needs one, is not asked for.",
            "Get their consent and set it on the record before the deal is shared. Of a referral that exists it cannot be changed."),
    OWNER_UNMATCHED(
            "PPL-01",
            PERSON,
            CRM_ADMIN,
            "No owner found in the CRM",
            "Nobody of the referral's team is a user of the CRM; the deal goes on, with the fallback owner if there is one.",
            "Give the people users, or enter them in SELLER_ALIASES; GET /api/unmatched-people lists them."),
    SOLUTION_MISSING(
            "SOL-01",
            PERSON,
            SELLER,
            "Solution missing",
            "A shared deal needs at least one solution id.",
            "Add a co-sell ready solution to the opportunity."),
    SOLUTION_UNKNOWN(
            "SOL-02",
            PERSON,
            SELLER,
            "Solution id not known",
            "What is entered is no solution id, or none of this partner's.",
            "Enter the id of a co-sell ready solution; the detail names near ones if there are any."),
    SOLUTIONS_TOO_MANY(
            "SOL-03",
            PERSON,
            SELLER,
            "Too many solutions",
            "Partner Center takes at most 50 solutions for a deal.",
            "Remove solutions until there are at most 50."),
    VALUE_NOT_POSITIVE(
            "VAL-01",
            PERSON,
            SELLER,
            "Deal value not positive",
            "Partner Center takes only values above zero.",
            "Enter an estimated value above zero; the other fields go on without it."),
    CURRENCY_UNKNOWN(
            "CUR-01",
            PERSON,
            CRM_ADMIN,
            "Currency unknown",
            "The currency is not an ISO 4217 code, or the CRM does not have it.",
            "Add the currency to the CRM, or correct it on the deal."),
    TEXT_TOO_LONG(
            "TXT-01",
            PERSON,
            SELLER,
            "Text too long",
            "The text does not fit into the other side's field and may not be cut.",
            "Shorten the text; the other fields go on without it."),
    REQUIRED_CLEARED(
            "TXT-02",
            PERSON,
            SELLER,
            "Required field cleared",
            "A field that the other side requires was emptied.",
            "Enter a value again; the other side keeps its own until then."),
    REQUIRED_MISSING(
            "TXT-04",
            PERSON,
            SELLER,
            "Required field empty",
            "A field that is needed for what was asked for is empty; the detail names both.",
            "Enter a value."),
    CLOSE_DATE_MISSING(
            "VAL-02",
            PERSON,
            SELLER,
            "Close date missing",
            "A referral needs an estimated close date.",
            "Enter an estimated close date."),
    NAME_MISSING("TXT-03", PERSON, SELLER, "Name missing", "A referral needs a name.", "Give the opportunity a name."),
    ILLEGAL_MOVE(
            "STA-01",
            PERSON,
            SELLER,
            "Status change not allowed",
            "Partner Center does not allow this step from the referral's present status.",
            "Choose an allowed status; the detail names them."),
    REFERRAL_CLOSED(
            "STA-02",
            PERSON,
            SELLER,
            "Referral is closed",
            "Won, lost, declined and expired referrals are final in Partner Center.",
            "Nothing is sent any more. To go on, share a new opportunity."),
    RECORD_CLOSED(
            "STA-03",
            PERSON,
            SELLER,
            "Record is closed",
            "The CRM record is closed and cannot be changed.",
            "Reopen the record if the change should arrive there."),
    CLOSING_WAITS(
            "STA-04",
            PERSON,
            SELLER,
            "Closing waits",
            "The record was closed. Partner Center is told when the grace time is over, for a closing there is final.",
            "Nothing to do. Reopen the record if it was a mistake; an operator can send the closing at once."),
    STATE_UNREADABLE(
            "STA-05",
            PERSON,
            CRM_ADMIN,
            "State of the record not readable",
            "The CRM does not show the record's state, or the field map does not know it. Nothing is closed on a guess.",
            "Let the app's user read the state and status reason columns, or add the state to the field map."),
    NOT_CHANGEABLE(
            "MAP-01",
            PERSON,
            SELLER,
            "Fixed in Partner Center",
            "Partner Center does not let this field be changed after the referral was made.",
            "Nothing has to be done: both sides keep their own value of this field."),
    IRREVERSIBLE(
            "KIND-01",
            PERSON,
            SELLER,
            "Cannot be taken back",
            "Microsoft's sellers see the deal, or were asked for help; Partner Center never takes that back.",
            "Nothing: the referral stays as it is. Set the column again to make both sides equal."),
    CO_SELL_INCOMPLETE(
            "KIND-02",
            PERSON,
            SELLER,
            "Co-sell details missing",
            "The type of co-sell asks for more: an IP deal for the customer's purchase intent, a services deal for partner"
                    + " role, solution area and solution play.",
            "Fill in what the detail names."),
    PLAY_OF_ANOTHER_AREA(
            "KIND-03",
            PERSON,
            SELLER,
            "Solution play of another area",
            "The solution play does not belong to the solution area.",
            "Choose a play of this area, or the area of this play."),
    TERM_RETIRED(
            "LIST-01",
            PERSON,
            SELLER,
            "Retired value in use",
            "Microsoft has retired this value; it may no longer count, or be refused one day.",
            "Choose a current value; the detail names them. Nothing is held up by it."),
    TERM_UNKNOWN(
            "LIST-02",
            PERSON,
            SELLER,
            "Value not on the list",
            "The value is on none of the lists that the connector knows; they change once a year.",
            "Correct it, or bring the lists up to date (setting TAXONOMY_FILE). Nothing is held up by it."),
    NOT_REGISTRABLE(
            "REG-01",
            PERSON,
            SELLER,
            "Deal cannot be registered so",
            "Partner Center's rules for deal registration are not met; the detail names every one of them.",
            "Correct the registration, or wait for what it needs, and send it again."),
    CONFLICT(
            "MAP-02",
            PERSON,
            SELLER,
            "Changed on both sides",
            "Both sides changed this field to different values, and its rule leaves the decision to a person.",
            "Make both sides equal, or enter CRM or Partner Center in the column \"Keep\" of the record; an operator can settle it, too."),
    PING_PONG(
            "MAP-03",
            PERSON,
            OPERATOR,
            "Value goes back and forth",
            "The same field crossed four times within ten minutes: something on one side keeps rewriting it.",
            "Find the plug-in, flow or second integration that rewrites the field."),
    WRITE_NOT_KEPT(
            "MAP-04",
            PERSON,
            CRM_ADMIN,
            "Write was not kept",
            "The system accepted the write but shows another value, the CRM also after a second try: a calculated column, "
                    + "a plug-in or a rule rewrote it.",
            "Map another column, or stop the rule that rewrites this one."),
    MASS_CLEAR(
            "MAP-05",
            PERSON,
            OPERATOR,
            "Many fields emptied at once",
            "Most mapped fields became empty in one step, which looks like a mistake or a lost right.",
            "Check the source; use \"sync now\" with force to let it through."),
    INVALID_VALUE(
            "MAP-06",
            PERSON,
            OPERATOR,
            "Value refused",
            "The other side refused a value; its own words are in the detail.",
            "Correct the value named in the detail."),
    NOT_TRANSLATED(
            "MAP-07",
            PERSON,
            CRM_ADMIN,
            "Value not translated",
            "The field's value map or expression in the field map does not know this value, or failed on it.",
            "Correct the value, or add it to the field map; the other fields go on without it."),
    MAP_REDEFINED(
            "MAP-08",
            PERSON,
            SELLER,
            "Different since the field map changed",
            "The field is new in the field map, or means something else than before; or somebody's data was erased from what "
                    + "was remembered of it. Neither changes data in the two systems, so both sides kept what they had.",
            "Edit either side: from then on edits cross. Or use \"sync now\" with force: the field's rule decides."),
    MAP_REFUSED(
            "MAP-09",
            PERSON,
            CRM_ADMIN,
            "Field map not taken",
            "The field map has faults of its own, or does not suit the CRM's columns; nothing was stored.",
            "Correct what is named; all faults are listed together."),
    ORPHAN(
            "LNK-01",
            PERSON,
            OPERATOR,
            "Other half not found",
            "The deal names a counterpart that does not exist or is not visible.",
            "Link it to the right one, create a new one, or clear the id."),
    CLAIMED_TWICE(
            "LNK-02",
            PERSON,
            SELLER,
            "Copy of a linked record",
            "Another record already owns this referral id: this one looks like a copy.",
            "Clear the referral id on the copy to share it as a deal of its own."),
    CREATE_AMBIGUOUS(
            "LNK-03",
            PERSON,
            OPERATOR,
            "Several candidates after an unclear create",
            "More than one object could be the one a create without answer made.",
            "Choose the right one and close the others."),
    RECORD_GONE(
            "LNK-04",
            PERSON,
            OPERATOR,
            "Record deleted or no longer visible",
            "The CRM no longer shows the record: it was deleted, or the application user lost access.",
            "Restore the record or the access, or link another record."),
    REFERRAL_GONE(
            "LNK-05",
            PERSON,
            OPERATOR,
            "Referral not found",
            "Partner Center does not show this referral: archived, or outside the user's role.",
            "Check the role and its location scope in Partner Center."),
    DUPLICATE_REFUSED(
            "LNK-06",
            PERSON,
            SELLER,
            "Refused as a duplicate",
            "A duplicate rule of the CRM refused the record.",
            "Merge the duplicates, or link the existing record."),
    BACK_LINK_MISSING(
            "LNK-07",
            PERSON,
            OPERATOR,
            "Referral does not name its record",
            "Partner Center took the record's id, but ten minutes after the deal was made the referral does not show it.",
            "Look at the referral in Partner Center. The id is written again every night, and by \"sync now\"."),
    RECORD_UNCLEAR(
            "LNK-08",
            PERSON,
            OPERATOR,
            "Several records may be meant",
            "Two records hold the id of one referral, or a record only looks like it; whatever was chosen without asking could double the deal.",
            "Link the right record or have a new one made; or take the id out of the wrong record, or merge the two in the CRM."),
    LEAD_NOT_QUALIFIED(
            "LEAD-01",
            PERSON,
            SELLER,
            "Lead cannot be shared",
            "Partner Center takes opportunities from partners, not leads.",
            "Qualify the lead: the opportunity it becomes is shared in its place."),
    LEAD_WITHOUT_DEAL(
            "LEAD-02",
            PERSON,
            SELLER,
            "Qualified lead without an opportunity",
            "The lead was qualified without making an opportunity of it, so there is nothing to go on with.",
            "Create an opportunity whose originating lead this is, and switch its sync on."),
    LEADS_OFF(
            "LEAD-03",
            PERSON,
            AZURE_ADMIN,
            "Leads are switched off",
            "The deal's record is a lead, and leads are not synchronised any more.",
            "Set SYNC_LEADS to true again; the deal goes on at the next nightly retry, or with sync now."),
    LEAD_TO_CONVERT(
            "LEAD-04",
            PERSON,
            SELLER,
            "Lead waits to be converted",
            "The referral was accepted in Partner Center. Its lead waits for people: the CRM lets only them convert it, or "
                    + "somebody disqualified it meanwhile and the referral is won.",
            "Convert the lead in the CRM, reopened if need be; the deal goes on with the opportunity it becomes."),
    PLUGIN_REFUSED(
            "CRM-01",
            PERSON,
            CRM_ADMIN,
            "Refused by a customisation",
            "A plug-in or rule of the CRM refused the write; its own text is in the detail.",
            "Change what the rule complains about, or the rule."),

    // --- Incoming calls ---
    SIGNATURE_INVALID(
            "IN-01",
            PERSON,
            OPERATOR,
            "Signature not valid",
            "A callback was not signed by Partner Center; nothing of it was used.",
            "If it was genuine, check the certificate host list and the trust store."),
    SECRET_WRONG(
            "IN-02",
            PERSON,
            CRM_ADMIN,
            "Webhook secret wrong",
            "A CRM event came without the shared secret or with another one; nothing of it was used.",
            "Enter the same secret in the CRM's webhook registration and in the settings."),
    REQUEST_UNREADABLE(
            "IN-03",
            PERSON,
            OPERATOR,
            "Request not readable",
            "The request was not what this address takes; expected and found are in the detail.",
            "Correct the request."),
    TOO_LARGE(
            "IN-04",
            PERSON,
            OPERATOR,
            "Request too large",
            "The body is larger than this address takes.",
            "Send a smaller body."),
    NOT_FOUND(
            "IN-05",
            PERSON,
            OPERATOR,
            "Not found",
            "There is no pair, referral or message with this id.",
            "Check the id; the list shows what exists."),
    APPROVAL_AWAITED(
            "SHR-01",
            PERSON,
            OPERATOR,
            "Waiting for approval",
            "Sharing needs an approval here, and nobody has decided yet. Nothing was sent to Partner Center.",
            "Whoever approves shared deals approves or rejects this one."),
    APPROVAL_REFUSED(
            "SHR-02",
            PERSON,
            SELLER,
            "Sharing rejected",
            "Sharing needs an approval here, and somebody rejected it. Nothing was sent to Partner Center.",
            "Put right what the reason names; then turn the sync switch off, save, and turn it on to ask again."),
    NOTHING_TO_DECIDE(
            "SHR-03",
            PERSON,
            OPERATOR,
            "Nothing to decide",
            "The deal does not wait for this decision, or the decision can no longer be made.",
            "Look at the deal: its phase and problem say where it stands."),
    NOT_POSSIBLE(
            "IN-06",
            PERSON,
            OPERATOR,
            "Not possible for this deal",
            "What was asked does not fit where the deal stands.",
            "Look at the deal; the detail says what it would take."),
    EVENT_TOO_OLD(
            "IN-07",
            PERSON,
            OPERATOR,
            "Event too old",
            "The event was signed by Partner Center, but tells of a change more than a week ago: somebody may be replaying it. Nothing of it was used.",
            "Nothing: what changed is found by reconciliation anyway. If it was genuine, check this computer's clock."),
    REGISTRATION_FOREIGN(
            "HOOK-01",
            PERSON,
            OPERATOR,
            "Webhook belongs to another system",
            "Partner Center's one webhook address points to another system.",
            "Ask its owner; then repeat with an explicit take-over. The old address is remembered."),
    REGISTRATION_NOT_KEPT(
            "HOOK-02",
            PERSON,
            OPERATOR,
            "Webhook registration was not kept",
            "Partner Center took the registration but shows another one: somebody else registers at the same time, or it refuses an event.",
            "Look whose it is now, and register again."),
    TENANTS_DIFFER(
            "HOOK-03",
            PERSON,
            PARTNER_CENTER_ADMIN,
            "Several tenants or accounts",
            "Sign-in, referrals and webhook registration do not belong to the same tenant and partner account, so events may never come.",
            "Sign in with a user of the tenant that the detail asks for; or send Microsoft support the text that is shown with this."),
    STAGING_READS_ONLY(
            "STG-01",
            PERSON,
            OPERATOR,
            "Staging does not write to Partner Center",
            "Partner Center has no test environment: what staging wrote there would be real. Nothing was sent.",
            "Do it in production; or list the referral in STAGING_REFERRALS."),
    STORAGE_UNAVAILABLE(
            "STO-01",
            TRANSIENT,
            AZURE_ADMIN,
            "Storage unavailable",
            "Table or Queue Storage could not be reached; the event was not accepted, its sender tries again.",
            "Check the storage account if it lasts."),
    STORED_LATER(
            "STO-02",
            TRANSIENT,
            AZURE_ADMIN,
            "Stored by a later version",
            "A later version of the connector, beside this one or before it, stored this in a form that this version does not know. It is left as it is, and work that needs it waits.",
            "Wait until the deployment is over. If an earlier version was put back, deploy the later one again."),

    // --- What only the doctor finds: nothing stops for it ---
    ENVIRONMENTS_MIXED(
            "DOC-01",
            PERSON,
            AZURE_ADMIN,
            "Test CRM with the real Partner Center",
            "Partner Center has no test environment, and the CRM is a sandbox: its test records would become referrals that Microsoft's sellers see.",
            "Point the CRM's address at the production organisation, or, if you mean it, set ALLOW_TEST_CRM to true."),
    FUNCTION_MISSING(
            "DOC-02",
            PERSON,
            AZURE_ADMIN,
            "Function missing or switched off",
            "The deployed package lacks one of the app's functions, or a setting AzureWebJobs.<name>.Disabled switches it off.",
            "Deploy the whole package again, or remove the setting."),
    CLOCK_APART(
            "DOC-03",
            PERSON,
            AZURE_ADMIN,
            "Clocks are apart",
            "The clock of this app and that of another system differ by more than tokens, leases and signatures allow for.",
            "Correct the clock of the computer that is wrong; in Azure, restart the app and look at Azure's status page."),
    MICROSOFTS_CONNECTOR_RUNS(
            "DOC-04",
            PERSON,
            CRM_ADMIN,
            "Microsoft's connector still runs",
            "Microsoft's own co-sell flows write the same referrals and records: deals would be made twice, and values would go back and forth.",
            "Switch off every flow of Microsoft's solution in Power Automate."),
    VERSION_BEHIND(
            "DOC-05",
            PERSON,
            AZURE_ADMIN,
            "A newer version is there",
            "This build is older than the newest release.",
            "Read the changelog, then deploy the newer version: state and registration stay."),
    REGISTRATION_INCOMPLETE(
            "DOC-06",
            PERSON,
            OPERATOR,
            "Webhook registration missing or incomplete",
            "Partner Center has no webhook registered for this app, or not for all events: changes arrive only when both sides are compared.",
            "PUT /api/webhook-registration: it registers what is missing and keeps what others registered."),
    TENANTS_APART(
            "DOC-07",
            PERSON,
            AZURE_ADMIN,
            "Tenants do not match",
            "The token is of another tenant than the settings name, so referrals and events of that other tenant would be seen.",
            "Correct PARTNER_CENTER_TENANT_ID, or sign in with a user of the tenant whose referrals are meant."),
    BUDGET_SHORT(
            "DOC-08",
            PERSON,
            OPERATOR,
            "Calls may run out",
            "At the present rate more calls are made than are allowed.",
            "Find out who makes them, or buy more; the connector's own work waits and nothing is lost."),
    ENDS_SOON(
            "DOC-09",
            PERSON,
            AZURE_ADMIN,
            "Sign-in, secret or certificate ends soon",
            "It ends within thirty days, or has ended by the day that the settings name. Then the system that it is for refuses the connector.",
            "Renew it, call POST /api/reconnect, and enter its new end in the setting."),
    DELIVERY_UNPROVEN(
            "DOC-10",
            PERSON,
            PARTNER_CENTER_ADMIN,
            "Webhook events do not arrive",
            "The registration is this app's, but the test event that Partner Center was asked for did not come: a gateway or firewall may swallow its calls. Until they come, Partner Center is asked every minute.",
            "Let Partner Center call the address that is registered, then POST /api/webhook-registration/check."),

    // --- Ours ---
    MESSAGE_UNREADABLE(
            "BUG-01",
            BUG,
            OPERATOR,
            "Message not readable",
            "A queue message is not one of ours; it is kept whole on the poison queue.",
            "Look at it on the poison list; discard it if it is not ours."),
    UNEXPECTED(
            "BUG-02",
            BUG,
            OPERATOR,
            "Unexpected failure",
            "The connector met a situation it was not written for.",
            "Report it with the correlation id; requeue it after an update.");

    private final String code;
    private final Handling handling;
    private final Fixer fixer;
    private final String title;
    private final String cause;
    private final String fix;

    ProblemCode(String code, Handling handling, Fixer fixer, String title, String cause, String fix) {
        this.code = code;
        this.handling = handling;
        this.fixer = fixer;
        this.title = title;
        this.cause = cause;
        this.fix = fix;
    }

    /** The stable code that people see, for instance {@code CUS-01}. */
    public String code() {
        return code;
    }

    public Handling handling() {
        return handling;
    }

    public Fixer fixer() {
        return fixer;
    }

    public String title() {
        return title;
    }

    public String cause() {
        return cause;
    }

    public String fix() {
        return fix;
    }

    /** The entry with this code, if there is one. */
    public static Optional<ProblemCode> byCode(String code) {
        return Arrays.stream(values()).filter(entry -> entry.code.equals(code)).findFirst();
    }
}
