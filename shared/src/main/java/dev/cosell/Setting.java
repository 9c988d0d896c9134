package dev.cosell;

/**
 * Every setting the connector reads. {@code local.settings.sample.json} and {@code docs/settings.md} list the same; a
 * test keeps the three in step.
 */
public enum Setting {
    COSELL_STORAGE(Kind.CONNECTION, "", "Storage connection for the connector's own queues and tables."),
    CRM_UPDATES_QUEUE(Kind.QUEUE, "crm-updates", "Queue for hints from Partner Center."),
    PARTNER_CENTER_UPDATES_QUEUE(Kind.QUEUE, "partner-center-updates", "Queue for hints from the CRM."),
    RELAY_QUEUE(Kind.QUEUE, "partner-center-relay", "Queue for callbacks that are passed on to other systems."),
    SWEEP_SCHEDULE(Kind.TEXT, "0 */10 * * * *", "When overdue hints are looked for (NCRONTAB)."),
    HELD_RETRY_SCHEDULE(Kind.TEXT, "0 0 3 * * *", "When held deals are given another try (NCRONTAB, UTC)."),
    RECONCILE_SCHEDULE(Kind.TEXT, "0 */15 * * * *", "When both systems are asked what changed (NCRONTAB, UTC)."),
    WEBHOOK_CHECK_SCHEDULE(
            Kind.TEXT, "0 7 * * * *", "When the webhook registration is looked at and put right (NCRONTAB, UTC)."),
    WEBHOOK_POLL_SCHEDULE(
            Kind.TEXT,
            "30 * * * * *",
            "When Partner Center is asked what changed as long as its events do not come to us (NCRONTAB, UTC)."),
    RECONCILE_ALL_SCHEDULE(Kind.TEXT, "0 30 2 * * 0", "When everything is compared (NCRONTAB, UTC)."),
    PARTNER_CENTER_URL(
            Kind.HTTPS, "https://api.partner.microsoft.com/v1.0/engagements", "Base address of the Referrals API."),
    PARTNER_CENTER_SCOPE(
            Kind.TEXT, "https://api.partner.microsoft.com/.default", "Scope of tokens for the Referrals API."),
    PARTNER_CENTER_WEBHOOKS_URL(
            Kind.HTTPS,
            "https://api.partnercenter.microsoft.com/webhooks/v1",
            "Base address of the webhook registration API."),
    PARTNER_CENTER_WEBHOOKS_SCOPE(
            Kind.TEXT, "https://api.partnercenter.microsoft.com/.default", "Scope of tokens for the registration API."),
    PARTNER_CENTER_TENANT_ID(Kind.REQUIRED, "", "Tenant in which the Partner Center user signs in."),
    PARTNER_CENTER_CLIENT_ID(Kind.REQUIRED, "", "App registration that the Partner Center user consented to."),
    PARTNER_CENTER_CLIENT_SECRET(Kind.SECRET, "", "Its secret; empty for a public client."),
    PARTNER_CENTER_CLIENT_SECRET_EXPIRES(
            Kind.DATE, "", "When that secret ends, as Entra showed it; people are warned 30, 7 and 1 days before."),
    PARTNER_CENTER_REFRESH_TOKEN(
            Kind.SECRET, "", "Refresh token to begin with; not needed where the guided sign-in keeps its own."),
    KEY_VAULT_URL(Kind.HTTPS, "", "Key vault from which secrets are read anew without a restart."),
    SIGN_IN_VAULT_URL(
            Kind.HTTPS, "", "Key vault that holds the guided sign-in alone; empty: it is kept in the other one."),
    SECRETS_FOLDER(Kind.TEXT, "", "Folder for the same on one computer; its files are readable by their owner only."),
    TOKEN_WATCH_SCHEDULE(
            Kind.TEXT, "0 */5 * * * *", "When the sign-in and what else ends is looked at (NCRONTAB, UTC)."),
    PARTNER_CENTER_CERTIFICATE_HOSTS(
            Kind.TEXT,
            "3psostorageacct.blob.core.windows.net",
            "Hosts (host or host:port, separated by commas) that may serve the callbacks' signing certificate."),
    LOGIN_URL(Kind.HTTPS, "https://login.microsoftonline.com", "Authority host of the identity platform."),
    CRM(
            Kind.TEXT,
            "dynamics",
            "Which CRM you have: dynamics, salesforce or file (CSV files). Settings of the others are not read."),
    DYNAMICS_URL(Kind.REQUIRED_HTTPS, "", "Environment address, for instance https://contoso.crm4.dynamics.com."),
    DYNAMICS_TENANT_ID(Kind.TEXT, "", "Tenant of the Dynamics 365 environment; empty with managed identity."),
    DYNAMICS_CLIENT_ID(Kind.TEXT, "", "Application user's client id; of a user-assigned identity without secret."),
    DYNAMICS_CLIENT_SECRET(Kind.SECRET, "", "Its secret; empty to use managed identity."),
    DYNAMICS_CLIENT_SECRET_EXPIRES(Kind.DATE, "", "When that secret ends."),
    DYNAMICS_WEBHOOK_HEADER(Kind.TEXT, "x-cosell-secret", "Header in which Dataverse sends the shared secret."),
    DYNAMICS_WEBHOOK_SECRET(Kind.REQUIRED_SECRET, "", "Shared secret of Dataverse's webhook."),
    DYNAMICS_WEBHOOK_SECRET_NEXT(Kind.SECRET, "", "A second valid secret while it is being replaced."),
    SALESFORCE_URL(
            Kind.REQUIRED_HTTPS, "", "Address of the organisation, for instance https://contoso.my.salesforce.com."),
    SALESFORCE_ORGANIZATION_ID(Kind.REQUIRED, "", "Id of the organisation, whose events alone are taken."),
    SALESFORCE_CLIENT_ID(Kind.REQUIRED, "", "Consumer key of the connected app."),
    SALESFORCE_CLIENT_SECRET(Kind.SECRET, "", "Its consumer secret; empty with a private key."),
    SALESFORCE_USERNAME(Kind.TEXT, "", "As whom the connector works; with a private key only."),
    SALESFORCE_PRIVATE_KEY(
            Kind.SECRET,
            "",
            "RSA key in PKCS #8 as PEM, whose certificate the connected app has; instead of its secret."),
    SALESFORCE_CERTIFICATE_EXPIRES(Kind.DATE, "", "When that certificate ends."),
    SALESFORCE_AUDIENCE(
            Kind.HTTPS, "https://login.salesforce.com", "Whom the key's assertions are for: production or test."),
    SALESFORCE_API_VERSION(Kind.TEXT, "67.0", "Version of the REST API."),
    SALESFORCE_CURRENCY(Kind.TEXT, "", "ISO code of the only currency, where the organisation does not tell it."),
    SALESFORCE_EVENTS_SECRET(Kind.REQUIRED_SECRET, "", "Shared secret of Salesforce's outbound messages and callouts."),
    SALESFORCE_EVENTS_SECRET_NEXT(Kind.SECRET, "", "A second valid secret while it is being replaced."),
    FILE_DIRECTORY(Kind.REQUIRED, "", "Directory that holds the CSV files, a mounted share for instance."),
    PUBLIC_URL(
            Kind.HTTPS,
            "",
            "Public address of this app, if it is not the one that Azure gave it; the webhook registration is made for it, and"
                    + " links in what people read lead to it."),
    ENVIRONMENT(
            Kind.TEXT,
            "production",
            "production, or staging: an instance that never takes the tenant's events and only reads from Partner Center."),
    STAGING_REFERRALS(
            Kind.TEXT, "", "In staging, ids of the only referrals that may be written to, separated by commas."),
    RELAY_URLS(
            Kind.SECRET,
            "",
            "Addresses (https, at most five, separated by blanks) that get every callback of Partner Center, too."),
    FIELD_MAP_FILE(Kind.FILE, "", "JSON file with what differs from the connector's own field map."),
    LIVE_AT_START(
            Kind.YES_NO,
            "true",
            "Whether a new installation synchronises at once; otherwise after somebody switched it on."),
    SYNC_LEADS(
            Kind.YES_NO,
            "false",
            "Whether referrals that are still leads become leads in the CRM; otherwise they come in when accepted."),
    LEAD_CLOSE_DAYS(
            Kind.DAYS, "90", "Close date of a qualified lead to which nobody gave one: so many days after that day."),
    ACCOUNT_MATCHING(
            Kind.TEXT,
            "externalId, duns, domain, name",
            "By what a customer is recognised among the CRM's accounts; leave out what is not to count."),
    ACCOUNT_SIMILARITY(
            Kind.TEXT, "85", "From 50 to 100: how alike names must be, in percent, for a person to be asked."),
    ACCOUNT_EXTERNAL_ID_COLUMN(
            Kind.TEXT, "", "Account column with Partner Center's external customer id; empty: not compared."),
    ACCOUNT_DUNS_COLUMN(Kind.TEXT, "", "Account column with the DUNS number; empty: not compared."),
    ACCOUNT_WEBSITE_COLUMN(Kind.TEXT, "", "Account column with the web address; empty: the CRM's own."),
    SELLER_ALIASES(
            Kind.TEXT,
            "",
            "Who has another e-mail address in the CRM: `partnercenter@x=crm@y`, separated by semicolons."),
    FALLBACK_OWNER(Kind.TEXT, "", "E-mail address of the CRM user who owns records that nobody else does."),
    DEFAULT_SOLUTION(Kind.TEXT, "", "Solution id of records that are shared without one; empty: they are held."),
    KNOWN_SOLUTIONS(
            Kind.TEXT, "", "This partner's solution ids, separated by semicolons; others are held as unknown then."),
    SOLUTION_CATALOGUE_SCHEDULE(
            Kind.TEXT, "0 30 2 * * *", "When solutions are learned from Partner Center's referrals (NCRONTAB, UTC)."),
    MAP_CHECK_SCHEDULE(
            Kind.TEXT,
            "0 15 4 * * *",
            "When the field map is compared with the CRM's tables and Microsoft's lists (NCRONTAB, UTC)."),
    PARTNER_LOCATION(Kind.TEXT, "", "PartnerID of the location new referrals belong to, unless the record names one."),
    TAXONOMY_FILE(Kind.FILE, "", "JSON file with newer lists of partner roles, solution areas, plays and intents."),
    CLOSE_GRACE_MINUTES(
            Kind.MINUTES,
            "0",
            "How long a closing made in the CRM waits before Partner Center is told, so that it can be taken back (0 to 10080)."),
    KEEP_CLOSED_DEALS_DAYS(
            Kind.DAYS_OF_A_YEAR,
            "730",
            "How long a closed deal and its timeline are kept after they were last written, at least a year."),
    KEEP_PARKED_DAYS(Kind.DAYS, "365", "How long parked messages, and what was noted of discarded ones, are kept."),
    INBOUND_KINDS(
            Kind.TEXT,
            "",
            "The only kinds of referral that come in, separated by commas: marketplace-lead, qualified-lead, "
                    + "co-sell-opportunity. Empty for all."),
    INBOUND_SPAM(Kind.YES_NO, "false", "Whether referrals that Partner Center marks as spam come in."),
    INBOUND_QUALITY(Kind.TEXT, "", "Lowest quality of a referral that comes in: low, medium, high. Empty for any."),
    INBOUND_LOCATIONS(
            Kind.TEXT,
            "",
            "The only locations (PartnerIDs) whose referrals come in, separated by commas. Empty for all."),
    SHARE_APPROVAL(Kind.YES_NO, "false", "Whether a shared record waits for approval before anything is sent."),
    AUTO_SHARE_FILTER(
            Kind.TEXT,
            "",
            "Condition (OData filter; in Salesforce SOQL) on opportunities that are shared by rule. Empty for none."),
    AUTO_SHARE_VALID_ONLY(Kind.YES_NO, "true", "Whether the rule leaves alone what would be held."),
    AUTO_SHARE_SCHEDULE(Kind.TEXT, "0 5/15 * * * *", "When records are shared by rule (NCRONTAB, UTC)."),
    PARTNER_CENTER_DAILY_CALLS(
            Kind.COUNT,
            "",
            "How many calls a day (UTC) may be made to Partner Center. Empty: any number; they are counted."),
    CRM_DAILY_CALLS(Kind.COUNT, "", "How many calls a day (UTC) may be made to the CRM. Empty: any number."),
    CALLS_SOFT_LIMIT(Kind.PERCENT, "80", "Percent of a day's calls at which people are told."),
    SALESFORCE_CALLS_SHARE(
            Kind.PERCENT,
            "80",
            "Percent of the organisation's calls of 24 hours, whoever makes them, at which the connector waits."),
    ALLOW_TEST_CRM(
            Kind.YES_NO,
            "false",
            "Whether the CRM may be a sandbox, although Partner Center, which has none, is the real one."),
    RELEASES_URL(Kind.HTTPS, "", "Address whose JSON names the newest release as tag_name; empty: nobody is asked."),
    NOTICE_KIND(
            Kind.TEXT,
            "",
            "What notices are sent to: teams, slack or generic (a signed JSON webhook). Empty for nothing."),
    NOTICE_URL(Kind.SECRET, "", "Address of the webhook that notices are sent to (https)."),
    NOTICE_SECRET(Kind.SECRET, "", "Signs what is sent to a generic webhook."),
    NOTICE_EVENTS(
            Kind.TEXT, "", "The only notices that are sent, separated by commas (docs/notices.md). Empty for all."),
    POISON_REQUEUE_SCHEDULE(
            Kind.TEXT,
            "30 * * * * *",
            "When the next parked messages of a requeue are queued, each time those of a minute (NCRONTAB)."),
    BACKFILL_SCHEDULE(
            Kind.TEXT, "50 * * * * *", "When a backfill goes on, each time with what it does in a minute (NCRONTAB)."),
    NOTICE_SCHEDULE(Kind.TEXT, "10 */5 * * * *", "When waiting notices are sent, one message per kind (NCRONTAB)."),
    NOTICE_WATCH_SCHEDULE(
            Kind.TEXT,
            "40 20 * * * *",
            "When expiring referrals and parked messages are looked for, at least 15 minutes past the hour (NCRONTAB)."),
    TRUSTED_CERTIFICATES(Kind.FILE, "", "PEM file with further certificate authorities to trust.");

    /** What a value must look like. */
    public enum Kind {
        TEXT,
        REQUIRED,
        HTTPS,
        REQUIRED_HTTPS,
        SECRET,
        REQUIRED_SECRET,
        YES_NO,
        /** A day, as yyyy-MM-dd. */
        DATE,
        /** A whole number of days, 1 to 3650. */
        DAYS,
        /** A whole number of days, 365 to 3650. */
        DAYS_OF_A_YEAR,
        /** A whole number from 0 on, of at most nine digits. */
        COUNT,
        /** A whole number, 1 to 100. */
        PERCENT,
        /** A whole number from 0 to a week's. */
        MINUTES,
        /** Name of a storage queue that leaves room for the poison queue's longer one. */
        QUEUE,
        /** Path of a file that can be read. */
        FILE,
        /** A name prefix, as the Functions host reads it: a connection string, or identity-based members. */
        CONNECTION;

        public boolean required() {
            return this == REQUIRED || this == REQUIRED_HTTPS || this == REQUIRED_SECRET;
        }

        public boolean secret() {
            return this == SECRET || this == REQUIRED_SECRET || this == CONNECTION;
        }
    }

    private final Kind kind;
    private final String otherwise;
    private final String meaning;

    Setting(Kind kind, String otherwise, String meaning) {
        this.kind = kind;
        this.otherwise = otherwise;
        this.meaning = meaning;
    }

    public Kind kind() {
        return kind;
    }

    /** The value where none is set; empty for none. */
    public String otherwise() {
        return otherwise;
    }

    /** One sentence for people. */
    public String meaning() {
        return meaning;
    }
}
