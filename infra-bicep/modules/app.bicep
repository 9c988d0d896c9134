@description('Name of the function app, unique in Azure.')
@minLength(2)
@maxLength(60)
param name string

@description('Name of the Flex Consumption plan.')
param planName string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('The app\'s managed identity.')
param identityName string

@description('Account of the platform.')
param hostStorageName string

@description('Container in the platform\'s account that holds the deployed package.')
param deploymentContainer string

@description('Account of the connector: tables and queues.')
param dataStorageName string

@description('Vault with the secrets.')
param vaultName string

@description('Application Insights component.')
param insightsName string

@description('Queue of hints from Partner Center.')
param crmUpdatesQueue string

@description('Queue of hints from the CRM.')
param partnerCenterUpdatesQueue string

@description('Queue of callbacks that are passed on.')
param relayQueue string

@description('Client id of the app registration with which people sign in to the console; empty: they show a function key.')
param consoleClientId string

@description('Public address of the app; empty for the one that Azure gives it.')
param publicUrl string

@description('production, or staging: never takes the tenant\'s events and only reads from Partner Center.')
param environment string

@description('In staging, ids of the only referrals that may be written to, separated by commas.')
param stagingReferrals string

@description('Whether callbacks are passed on to the addresses in the vault\'s secret relay-urls.')
param relay bool

@description('Tenant id of the Partner Center account.')
param partnerCenterTenantId string

@description('Client id of the app registration that calls Partner Center.')
param partnerCenterClientId string

@description('Address of the Dynamics 365 environment.')
param dynamicsUrl string

@description('Tenant id of the Dynamics 365 environment.')
param dynamicsTenantId string

@description('Client id of the app registration that calls Dynamics 365; empty for the managed identity.')
param dynamicsClientId string

@description('Path of the file with what differs from the connector\'s own field map; empty for none.')
param fieldMapFile string

@description('Whether a new installation synchronises at once; otherwise after somebody switched it on.')
param liveAtStart bool

@description('Day (yyyy-MM-dd) on which the client secret of Partner Center\'s app registration ends; empty: not watched.')
param partnerCenterRenewalDay string

@description('Day (yyyy-MM-dd) on which the client secret of the Dynamics 365 app registration ends; empty: not watched.')
param dynamicsRenewalDay string

@description('Day (yyyy-MM-dd) on which the certificate of the connected app in Salesforce ends; empty: not watched.')
param salesforceRenewalDay string

@description('Whether leads come into the CRM too.')
param syncLeads bool

@description('Days until the close date of a qualified lead without one.')
param leadCloseDays int

@description('PartnerID of the location that new referrals belong to.')
param partnerLocation string

@description('Path of a file in the package with newer lists of partner roles, solution areas and plays.')
param taxonomyFile string

@description('How many minutes a closing made in the CRM waits before Partner Center is told.')
param closeGraceMinutes string

@description('How many days a closed deal and its timeline are kept after they were last written.')
param keepClosedDealsDays int

@description('How many days parked messages are kept.')
param keepParkedDays int

@description('The only kinds of referral that come in, separated by commas; empty for all.')
param inboundKinds string

@description('Whether referrals that Partner Center marks as spam come in.')
param inboundSpam bool

@description('Lowest quality of a referral that comes in: low, medium, high; empty for any.')
param inboundQuality string

@description('The only locations (PartnerIDs) whose referrals come in, separated by commas; empty for all.')
param inboundLocations string

@description('Whether a shared record waits for approval before anything is sent.')
param shareApproval bool

@description('Whether the CRM may be a sandbox, although Partner Center is the real one.')
param allowTestCrm bool

@description('Address that names the newest release, or empty.')
param releasesUrl string

@allowed(['', 'teams', 'slack', 'generic'])
@description('What notices are sent to; empty for nothing.')
param noticeKind string

@description('The only notices that are sent, separated by commas; empty for all.')
param noticeEvents string

@description('How many calls a day may be made to Partner Center; empty for any number.')
param partnerCenterDailyCalls string

@description('How many calls a day may be made to the CRM; empty for any number.')
param crmDailyCalls string

@description('Percent of a day\'s calls at which people are told.')
param callsSoftLimit int

@description('Percent of a Salesforce organisation\'s calls of 24 hours at which the connector waits.')
param salesforceCallsShare int

@description('Condition (OData filter) on opportunities that are shared by rule; empty for none.')
param autoShareFilter string

@description('Whether the rule leaves alone what would be held.')
param autoShareValidOnly bool

@description('By what a customer is recognised among the CRM\'s accounts; leave out what is not to count.')
param accountMatching string

@description('From 50 to 100: how alike names must be, in percent, for a person to be asked.')
param accountSimilarity string

@description('Account column with Partner Center\'s external customer id; empty: not compared.')
param accountExternalIdColumn string

@description('Account column with the DUNS number; empty: not compared.')
param accountDunsColumn string

@description('Account column with the web address.')
param accountWebsiteColumn string

@description('Who has another e-mail address in the CRM: partnercenter@x=crm@y, separated by semicolons.')
param sellerAliases string

@description('E-mail address of the CRM user who owns records that nobody else does.')
param fallbackOwner string

@description('Solution id of records that are shared without one; empty: they are held.')
param defaultSolution string

@description('Ids of this partner\'s solutions, separated by semicolons; others are held as unknown then. Empty: not checked so.')
param knownSolutions string

@description('Which CRM the app is connected with: dynamics or salesforce.')
param crm string

@description('Address of the Salesforce organisation, for instance https://contoso.my.salesforce.com.')
param salesforceUrl string

@description('Id of the Salesforce organisation, whose events alone are taken.')
param salesforceOrganizationId string

@description('Consumer key of the connected app in Salesforce.')
param salesforceClientId string

@description('As whom the connector works in Salesforce, signed in with a private key; empty: with the connected app\'s secret.')
param salesforceUsername string

@description('Whom the key\'s assertions are for: production or test.')
param salesforceAudience string

@description('Version of the Salesforce REST API.')
param salesforceApiVersion string

@description('ISO code of the only currency, where the organisation does not tell it.')
param salesforceCurrency string

@description('Keep instances ready.')
param alwaysReady bool

@description('Memory of one instance, in MB.')
param instanceMemoryMB int

@description('The most instances.')
param maximumInstanceCount int

@description('HTTP requests one instance works on at the same time.')
param httpPerInstanceConcurrency int

// Scaling groups of the plan: all HTTP functions together, each queue function by itself.
var readyGroups = [
  'http'
  'function:UpdateCrm'
  'function:UpdatePartnerCenter'
]
var secretsUrl = '${vault.properties.vaultUri}secrets'
var usesManagedIdentity = empty(dynamicsClientId)
var usesSalesforceKey = !empty(salesforceUsername)

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = {
  name: identityName
}

resource hostStorage 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: hostStorageName
}

resource dataStorage 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: dataStorageName
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: vaultName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  // azd finds the app by this tag; the value is the service's name in azure.yaml.
  tags: union(tags, {
    'azd-service-name': 'connector'
  })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identity.id
    siteConfig: {
      minTlsVersion: '1.2'
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${hostStorage.properties.primaryEndpoints.blob}${deploymentContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      runtime: {
        name: 'java'
        version: '21'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: alwaysReady ? map(readyGroups, group => { name: group, instanceCount: 1 }) : []
        triggers: {
          http: {
            perInstanceConcurrency: httpPerInstanceConcurrency
          }
        }
      }
    }
  }
}

// Deployments sign in with Entra ID; user name and password stay off.
resource publishing 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = [
  for policy in ['ftp', 'scm']: {
    parent: app
    name: policy
    properties: {
      allow: false
    }
  }
]

// People sign in to the console with Microsoft Entra. Nobody is turned away here: events, the health probe and scripts with a
// key have nobody to sign in. The app itself says what a role may do.
resource signIn 'Microsoft.Web/sites/config@2024-04-01' = if (!empty(consoleClientId)) {
  parent: app
  name: 'authsettingsV2'
  properties: {
    platform: {
      enabled: true
    }
    globalValidation: {
      requireAuthentication: false
      unauthenticatedClientAction: 'AllowAnonymous'
    }
    httpSettings: {
      requireHttps: true
    }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: {
          clientId: consoleClientId
          openIdIssuer: '${az.environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
        }
        validation: {
          allowedAudiences: [
            consoleClientId
          ]
        }
      }
    }
    login: {
      // Who somebody is comes with each request; their tokens are nobody's business.
      tokenStore: {
        enabled: false
      }
    }
  }
}

resource settings 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: app
  name: 'appsettings'
  properties: {
    // The platform
    AzureWebJobsStorage__credential: 'managedidentity'
    AzureWebJobsStorage__clientId: identity.properties.clientId
    AzureWebJobsStorage__blobServiceUri: hostStorage.properties.primaryEndpoints.blob
    AzureWebJobsStorage__queueServiceUri: hostStorage.properties.primaryEndpoints.queue
    AzureWebJobsStorage__tableServiceUri: hostStorage.properties.primaryEndpoints.table
    APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'

    // The connector's own tables and queues
    COSELL_STORAGE__credential: 'managedidentity'
    COSELL_STORAGE__clientId: identity.properties.clientId
    COSELL_STORAGE__queueServiceUri: dataStorage.properties.primaryEndpoints.queue
    COSELL_STORAGE__tableServiceUri: dataStorage.properties.primaryEndpoints.table
    CRM_UPDATES_QUEUE: crmUpdatesQueue
    PARTNER_CENTER_UPDATES_QUEUE: partnerCenterUpdatesQueue
    RELAY_QUEUE: relayQueue
    SWEEP_SCHEDULE: '0 */10 * * * *'
    HELD_RETRY_SCHEDULE: '0 0 3 * * *'
    RECONCILE_SCHEDULE: '0 */15 * * * *'
    WEBHOOK_CHECK_SCHEDULE: '0 7 * * * *'
    WEBHOOK_POLL_SCHEDULE: '30 * * * * *'
    RECONCILE_ALL_SCHEDULE: '0 30 2 * * 0'
    SOLUTION_CATALOGUE_SCHEDULE: '0 30 2 * * *'
    MAP_CHECK_SCHEDULE: '0 15 4 * * *'
    PUBLIC_URL: empty(publicUrl) ? 'https://${app.properties.defaultHostName}' : publicUrl
    ENVIRONMENT: environment
    STAGING_REFERRALS: stagingReferrals
    RELAY_URLS: relay ? '@Microsoft.KeyVault(SecretUri=${secretsUrl}/relay-urls)' : ''
    FIELD_MAP_FILE: fieldMapFile
    SYNC_LEADS: syncLeads ? 'true' : 'false'
    LEAD_CLOSE_DAYS: string(leadCloseDays)
    PARTNER_LOCATION: partnerLocation
    TAXONOMY_FILE: taxonomyFile
    CLOSE_GRACE_MINUTES: closeGraceMinutes
    KEEP_CLOSED_DEALS_DAYS: string(keepClosedDealsDays)
    KEEP_PARKED_DAYS: string(keepParkedDays)
    INBOUND_KINDS: inboundKinds
    INBOUND_SPAM: inboundSpam ? 'true' : 'false'
    INBOUND_QUALITY: inboundQuality
    INBOUND_LOCATIONS: inboundLocations
    SHARE_APPROVAL: shareApproval ? 'true' : 'false'
    ALLOW_TEST_CRM: allowTestCrm ? 'true' : 'false'
    RELEASES_URL: releasesUrl
    PARTNER_CENTER_DAILY_CALLS: partnerCenterDailyCalls
    CRM_DAILY_CALLS: crmDailyCalls
    CALLS_SOFT_LIMIT: string(callsSoftLimit)
    SALESFORCE_CALLS_SHARE: string(salesforceCallsShare)
    AUTO_SHARE_FILTER: autoShareFilter
    AUTO_SHARE_VALID_ONLY: autoShareValidOnly ? 'true' : 'false'
    AUTO_SHARE_SCHEDULE: '0 5/15 * * * *'

    // Notices
    NOTICE_KIND: noticeKind
    NOTICE_URL: empty(noticeKind) ? '' : '@Microsoft.KeyVault(SecretUri=${secretsUrl}/notice-url)'
    NOTICE_SECRET: noticeKind != 'generic' ? '' : '@Microsoft.KeyVault(SecretUri=${secretsUrl}/notice-secret)'
    NOTICE_EVENTS: noticeEvents
    NOTICE_SCHEDULE: '10 */5 * * * *'
    NOTICE_WATCH_SCHEDULE: '40 20 * * * *'
    POISON_REQUEUE_SCHEDULE: '30 * * * * *'
    BACKFILL_SCHEDULE: '50 * * * * *'

    // Customers, people, solutions
    ACCOUNT_MATCHING: accountMatching
    ACCOUNT_SIMILARITY: accountSimilarity
    ACCOUNT_EXTERNAL_ID_COLUMN: accountExternalIdColumn
    ACCOUNT_DUNS_COLUMN: accountDunsColumn
    ACCOUNT_WEBSITE_COLUMN: accountWebsiteColumn
    SELLER_ALIASES: sellerAliases
    FALLBACK_OWNER: fallbackOwner
    DEFAULT_SOLUTION: defaultSolution
    KNOWN_SOLUTIONS: knownSolutions

    // Partner Center
    #disable-next-line no-hardcoded-env-urls
    LOGIN_URL: 'https://login.microsoftonline.com'
    PARTNER_CENTER_URL: 'https://api.partner.microsoft.com/v1.0/engagements'
    PARTNER_CENTER_SCOPE: 'https://api.partner.microsoft.com/.default'
    PARTNER_CENTER_WEBHOOKS_URL: 'https://api.partnercenter.microsoft.com/webhooks/v1'
    PARTNER_CENTER_WEBHOOKS_SCOPE: 'https://api.partnercenter.microsoft.com/.default'
    #disable-next-line no-hardcoded-env-urls
    PARTNER_CENTER_CERTIFICATE_HOSTS: '3psostorageacct.blob.core.windows.net'
    PARTNER_CENTER_TENANT_ID: partnerCenterTenantId
    PARTNER_CENTER_CLIENT_ID: partnerCenterClientId
    PARTNER_CENTER_CLIENT_SECRET: '@Microsoft.KeyVault(SecretUri=${secretsUrl}/partner-center-client-secret)'
    PARTNER_CENTER_CLIENT_SECRET_EXPIRES: partnerCenterRenewalDay
    // The guided sign-in keeps its token there; secrets that were replaced are read there without a restart.
    KEY_VAULT_URL: vault.properties.vaultUri
    TOKEN_WATCH_SCHEDULE: '0 */5 * * * *'
    LIVE_AT_START: liveAtStart ? 'true' : 'false'

    // Dynamics 365
    DYNAMICS_URL: dynamicsUrl
    DYNAMICS_TENANT_ID: dynamicsTenantId
    DYNAMICS_CLIENT_ID: usesManagedIdentity ? identity.properties.clientId : dynamicsClientId
    DYNAMICS_CLIENT_SECRET: usesManagedIdentity || crm != 'dynamics' ? '' : '@Microsoft.KeyVault(SecretUri=${secretsUrl}/dynamics-client-secret)'
    DYNAMICS_CLIENT_SECRET_EXPIRES: dynamicsRenewalDay
    DYNAMICS_WEBHOOK_SECRET: crm != 'dynamics' ? '' : '@Microsoft.KeyVault(SecretUri=${secretsUrl}/dynamics-webhook-secret)'
    DYNAMICS_WEBHOOK_HEADER: 'x-cosell-secret'

    // Salesforce
    CRM: crm
    SALESFORCE_URL: salesforceUrl
    SALESFORCE_ORGANIZATION_ID: salesforceOrganizationId
    SALESFORCE_CLIENT_ID: salesforceClientId
    SALESFORCE_CLIENT_SECRET: usesSalesforceKey || crm != 'salesforce' ? '' : '@Microsoft.KeyVault(SecretUri=${secretsUrl}/salesforce-client-secret)'
    SALESFORCE_USERNAME: salesforceUsername
    SALESFORCE_PRIVATE_KEY: usesSalesforceKey && crm == 'salesforce' ? '@Microsoft.KeyVault(SecretUri=${secretsUrl}/salesforce-private-key)' : ''
    SALESFORCE_CERTIFICATE_EXPIRES: salesforceRenewalDay
    SALESFORCE_AUDIENCE: salesforceAudience
    SALESFORCE_API_VERSION: salesforceApiVersion
    SALESFORCE_CURRENCY: salesforceCurrency
    SALESFORCE_EVENTS_SECRET: crm != 'salesforce' ? '' : '@Microsoft.KeyVault(SecretUri=${secretsUrl}/salesforce-events-secret)'
  }
}

output name string = app.name
output hostName string = app.properties.defaultHostName
