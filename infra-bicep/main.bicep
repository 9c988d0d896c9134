// Everything the Co-sell Connector needs in one resource group: the function app, two storage accounts, two vaults,
// telemetry with alert rules, and one identity that holds exactly the roles the app uses. No key is created, read or handed on.
targetScope = 'subscription'

@description('Name of the azd environment. It names the resource group and is part of every other name.')
@minLength(1)
@maxLength(40)
param environmentName string

@description('Region of every resource. It must offer the Flex Consumption plan.')
@minLength(1)
@metadata({
  azd: {
    type: 'location'
  }
})
param location string

@description('Tags of all resources beside azd\'s own: name=value, separated by semicolons.')
param resourceTags string = ''

@description('Object id of who may write the vault\'s secrets. azd passes the id of whoever runs it; empty grants nobody.')
param vaultOfficerId string = ''

// --- Partner Center ---

@description('Tenant id of the Partner Center account.')
@minLength(36)
@maxLength(36)
param partnerCenterTenantId string

@description('Application (client) id of the app registration that calls Partner Center.')
@minLength(36)
@maxLength(36)
param partnerCenterClientId string

@description('Authority host of the identity platform. In a national cloud its own, if Partner Center\'s tenant is there.')
#disable-next-line no-hardcoded-env-urls
param loginUrl string = 'https://login.microsoftonline.com'

@description('Base address of the Referrals API.')
param partnerCenterUrl string = 'https://api.partner.microsoft.com/v1.0/engagements'

@description('Scope of tokens for the Referrals API.')
param partnerCenterScope string = 'https://api.partner.microsoft.com/.default'

@description('Base address of the webhook registration API.')
param partnerCenterWebhooksUrl string = 'https://api.partnercenter.microsoft.com/webhooks/v1'

@description('Scope of tokens for the registration API.')
param partnerCenterWebhooksScope string = 'https://api.partnercenter.microsoft.com/.default'

@description('Hosts that may serve the callbacks\' signing certificate, separated by commas.')
#disable-next-line no-hardcoded-env-urls
param certificateHosts string = '3psostorageacct.blob.core.windows.net'

// --- Dynamics 365 ---

@description('Address of the Dynamics 365 environment, without a path: https://contoso.crm4.dynamics.com.')
@maxLength(200)
param dynamicsUrl string = ''

@description('Tenant id of the Dynamics 365 environment. Empty: the tenant of the Partner Center account.')
@maxLength(36)
param dynamicsTenantId string = ''

@description('Client id of the app registration that calls Dynamics 365; its secret then comes from the vault. Empty: the managed identity calls it, and no secret exists.')
@maxLength(36)
param dynamicsClientId string = ''

@description('Which CRM the app is connected with: dynamics, salesforce or file (CSV files).')
@allowed([
  'dynamics'
  'salesforce'
  'file'
])
param crm string = 'dynamics'

@description('Address of the Salesforce organisation, for instance https://contoso.my.salesforce.com.')
param salesforceUrl string = ''

@description('Id of the Salesforce organisation, whose events alone are taken.')
param salesforceOrganizationId string = ''

@description('Consumer key of the connected app in Salesforce.')
param salesforceClientId string = ''

@description('As whom the connector works in Salesforce, signed in with a private key; empty: with the connected app\'s secret.')
param salesforceUsername string = ''

@description('Whom the key\'s assertions are for: production or test.')
param salesforceAudience string = 'https://login.salesforce.com'

@description('Version of the Salesforce REST API.')
param salesforceApiVersion string = '67.0'

@description('ISO code of the only currency, where the organisation does not tell it.')
param salesforceCurrency string = ''

@description('Directory that holds the CSV files: where the share is mounted, for instance /mounts/deals.')
@maxLength(200)
param fileDirectory string = ''

// --- The app ---

@description('Path of the file with what differs from the connector\'s own field map, in the package /home/site/wwwroot/field-map.json; empty for none.')
param fieldMapFile string = ''

@description('Whether a new installation synchronises at once; otherwise after somebody switched it on.')
param liveAtStart bool = false

@description('Day (yyyy-MM-dd) on which the client secret of Partner Center\'s app registration ends; empty: not watched.')
param partnerCenterRenewalDay string = ''

@description('Day (yyyy-MM-dd) on which the client secret of the Dynamics 365 app registration ends; empty: not watched.')
param dynamicsRenewalDay string = ''

@description('Day (yyyy-MM-dd) on which the certificate of the connected app in Salesforce ends; empty: not watched.')
param salesforceRenewalDay string = ''

@description('Whether referrals that are still leads become leads in the CRM; otherwise they come in when accepted.')
param syncLeads bool = false

@description('Days until the close date of a qualified lead to which nobody gave one.')
@minValue(1)
@maxValue(3650)
param leadCloseDays int = 90

@description('PartnerID of the location that new referrals belong to, unless the record names one.')
param partnerLocation string = ''

@description('Path of a file in the package with newer lists of partner roles, solution areas and plays.')
param taxonomyFile string = ''

@description('How many minutes a closing made in the CRM waits before Partner Center is told: 0 to 10080.')
param closeGraceMinutes string = '0'

@description('How many days a closed deal and its timeline are kept after they were last written: 365 to 3650.')
@minValue(365)
@maxValue(3650)
param keepClosedDealsDays int = 730

@description('How many days parked messages are kept: 1 to 3650.')
@minValue(1)
@maxValue(3650)
param keepParkedDays int = 365

@description('The only kinds of referral that come in, separated by commas; empty for all.')
param inboundKinds string = ''

@description('Whether referrals that Partner Center marks as spam come in.')
param inboundSpam bool = false

@description('Lowest quality of a referral that comes in: low, medium, high; empty for any.')
param inboundQuality string = ''

@description('The only locations (PartnerIDs) whose referrals come in, separated by commas; empty for all.')
param inboundLocations string = ''

@description('Whether a shared record waits for approval before anything is sent.')
param shareApproval bool = false

@description('Whether the CRM may be a sandbox. Partner Center has none: records of a sandbox become referrals that Microsoft sees.')
param allowTestCrm bool = false

@description('Address whose JSON names the newest release as tag_name. Empty: nobody is asked.')
param releasesUrl string = ''

@allowed(['', 'teams', 'slack', 'generic'])
@description('What notices are sent to; empty for nothing.')
param noticeKind string = ''

@description('The only notices that are sent, separated by commas; empty for all.')
param noticeEvents string = ''

@description('How many calls a day (UTC) may be made to Partner Center; empty for any number.')
param partnerCenterDailyCalls string = ''

@description('How many calls a day (UTC) may be made to the CRM; empty for any number.')
param crmDailyCalls string = ''

@description('Percent of a day\'s calls at which people are told.')
@minValue(1)
@maxValue(100)
param callsSoftLimit int = 80

@description('Percent of a Salesforce organisation\'s calls of 24 hours at which the connector waits.')
@minValue(1)
@maxValue(100)
param salesforceCallsShare int = 80

@description('Condition (OData filter) on opportunities that are shared by rule; empty for none.')
param autoShareFilter string = ''

@description('Whether the rule leaves alone what would be held.')
param autoShareValidOnly bool = true

@description('By what a customer is recognised among the CRM\'s accounts; leave out what is not to count.')
param accountMatching string = 'externalId, duns, domain, name'

@description('From 50 to 100: how alike names must be, in percent, for a person to be asked.')
param accountSimilarity string = '85'

@description('Account column with Partner Center\'s external customer id; empty: not compared.')
param accountExternalIdColumn string = ''

@description('Account column with the DUNS number; empty: not compared.')
param accountDunsColumn string = ''

@description('Account column with the web address.')
param accountWebsiteColumn string = ''

@description('Who has another e-mail address in the CRM: partnercenter@x=crm@y, separated by semicolons.')
param sellerAliases string = ''

@description('E-mail address of the CRM user who owns records that nobody else does.')
param fallbackOwner string = ''

@description('Solution id of records that are shared without one; empty: they are held.')
param defaultSolution string = ''

@description('Ids of this partner\'s solutions, separated by semicolons; others are held as unknown then. Empty: not checked so.')
param knownSolutions string = ''

@description('Client id of the app registration, in the subscription\'s tenant, with which people sign in to the console. Empty: they show a function key.')
@maxLength(36)
param consoleClientId string = ''

@description('Public address of the app, where it has a domain of its own; empty for the one that Azure gives it.')
param publicUrl string = ''

@description('production, or staging: never takes the tenant\'s events and only reads from Partner Center.')
@allowed([
  'production'
  'staging'
])
param environment string = 'production'

@description('In staging, ids of the only referrals that may be written to, separated by commas.')
param stagingReferrals string = ''

@description('Pass Partner Center\'s callbacks on to the addresses in the vault\'s secret relay-urls.')
param relay bool = false

@description('Keep one instance ready for HTTP and one for each work queue: no cold start, but paid while idle.')
param alwaysReady bool = false

@description('Memory of one instance, in MB.')
@allowed([
  2048
  4096
])
param instanceMemoryMB int = 2048

@description('The most instances the app may scale out to.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('HTTP requests that one instance works on at the same time.')
@minValue(1)
@maxValue(1000)
param httpPerInstanceConcurrency int = 16

// --- Network ---

@description('Keep storage and vaults off the internet: a virtual network of the app\'s own with private endpoints, and one outgoing address.')
param privateNetwork bool = false

@description('Addresses (IPv4 or CIDR, separated by commas) from which an administrator may reach the vault of secrets, if the network is private.')
param vaultAddresses string = ''

@description('Address space of the private network, at least a /24.')
param networkAddresses string = '10.71.0.0/24'

// --- Watching ---

@description('E-mail address that alerts go to. Without it and without alertWebhook the alert rules are there, and off.')
param alertEmail string = ''

@description('Address (https) of a webhook that alerts go to.')
@secure()
param alertWebhook string = ''

@description('From how many held deals on an alert is raised.')
@minValue(1)
param alertHeldDeals int = 25

// --- Keeping ---

@description('Redundancy of the account that holds pairs, audit and queues.')
@allowed([
  'Standard_LRS'
  'Standard_ZRS'
  'Standard_GRS'
  'Standard_GZRS'
])
param dataRedundancy string = 'Standard_LRS'

@description('Days the telemetry is kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Days a deleted vault or secret can be brought back, and cannot be purged. Fixed once the vault exists.')
@minValue(7)
@maxValue(90)
param vaultRetentionDays int = 90

var unique = toLower(uniqueString(subscription().id, environmentName, location))
var tagPairs = empty(resourceTags) ? [] : split(resourceTags, ';')
// A value may have = in it; a pair without one stops the deployment.
var chosenTags = toObject(
  tagPairs,
  pair => trim(substring(pair, 0, indexOf(pair, '='))),
  pair => trim(substring(pair, indexOf(pair, '=') + 1))
)
var tags = union(chosenTags, {
  'azd-env-name': environmentName
})
var deploymentContainer = 'app-package'
var crmUpdatesQueue = 'crm-updates'
var partnerCenterUpdatesQueue = 'partner-center-updates'
var relayQueue = 'partner-center-relay'
var dynamicsByIdentity = empty(dynamicsClientId)
var salesforceByKey = !empty(salesforceUsername)

// App settings that people choose. Those that follow from the resources are in modules/app.bicep.
var chosen = {
  CRM: crm
  ENVIRONMENT: environment
  STAGING_REFERRALS: stagingReferrals
  FIELD_MAP_FILE: fieldMapFile
  TAXONOMY_FILE: taxonomyFile
  LIVE_AT_START: liveAtStart ? 'true' : 'false'
  RELEASES_URL: releasesUrl

  // Partner Center
  LOGIN_URL: loginUrl
  PARTNER_CENTER_URL: partnerCenterUrl
  PARTNER_CENTER_SCOPE: partnerCenterScope
  PARTNER_CENTER_WEBHOOKS_URL: partnerCenterWebhooksUrl
  PARTNER_CENTER_WEBHOOKS_SCOPE: partnerCenterWebhooksScope
  PARTNER_CENTER_CERTIFICATE_HOSTS: certificateHosts
  PARTNER_CENTER_TENANT_ID: partnerCenterTenantId
  PARTNER_CENTER_CLIENT_ID: partnerCenterClientId
  PARTNER_CENTER_CLIENT_SECRET_EXPIRES: partnerCenterRenewalDay

  // Dynamics 365
  DYNAMICS_URL: dynamicsUrl
  DYNAMICS_TENANT_ID: empty(dynamicsTenantId) ? partnerCenterTenantId : dynamicsTenantId
  DYNAMICS_CLIENT_ID: dynamicsByIdentity ? identity.outputs.clientId : dynamicsClientId
  DYNAMICS_CLIENT_SECRET_EXPIRES: dynamicsRenewalDay

  // Salesforce
  SALESFORCE_URL: salesforceUrl
  SALESFORCE_ORGANIZATION_ID: salesforceOrganizationId
  SALESFORCE_CLIENT_ID: salesforceClientId
  SALESFORCE_USERNAME: salesforceUsername
  SALESFORCE_CERTIFICATE_EXPIRES: salesforceRenewalDay
  SALESFORCE_AUDIENCE: salesforceAudience
  SALESFORCE_API_VERSION: salesforceApiVersion
  SALESFORCE_CURRENCY: salesforceCurrency

  // CSV files
  FILE_DIRECTORY: fileDirectory
  ALLOW_TEST_CRM: allowTestCrm ? 'true' : 'false'

  // Which referrals and records cross
  SYNC_LEADS: syncLeads ? 'true' : 'false'
  LEAD_CLOSE_DAYS: string(leadCloseDays)
  PARTNER_LOCATION: partnerLocation
  CLOSE_GRACE_MINUTES: closeGraceMinutes
  KEEP_CLOSED_DEALS_DAYS: string(keepClosedDealsDays)
  KEEP_PARKED_DAYS: string(keepParkedDays)
  INBOUND_KINDS: inboundKinds
  INBOUND_SPAM: inboundSpam ? 'true' : 'false'
  INBOUND_QUALITY: inboundQuality
  INBOUND_LOCATIONS: inboundLocations
  SHARE_APPROVAL: shareApproval ? 'true' : 'false'
  AUTO_SHARE_FILTER: autoShareFilter
  AUTO_SHARE_VALID_ONLY: autoShareValidOnly ? 'true' : 'false'

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

  // Calls and notices
  PARTNER_CENTER_DAILY_CALLS: partnerCenterDailyCalls
  CRM_DAILY_CALLS: crmDailyCalls
  CALLS_SOFT_LIMIT: string(callsSoftLimit)
  SALESFORCE_CALLS_SHARE: string(salesforceCallsShare)
  NOTICE_KIND: noticeKind
  NOTICE_EVENTS: noticeEvents
}

// App settings whose value is a secret of the vault: its name there, empty where none is used.
var fromVault = {
  PARTNER_CENTER_CLIENT_SECRET: 'partner-center-client-secret'
  DYNAMICS_CLIENT_SECRET: crm == 'dynamics' && !dynamicsByIdentity ? 'dynamics-client-secret' : ''
  DYNAMICS_WEBHOOK_SECRET: crm == 'dynamics' ? 'dynamics-webhook-secret' : ''
  SALESFORCE_CLIENT_SECRET: crm == 'salesforce' && !salesforceByKey ? 'salesforce-client-secret' : ''
  SALESFORCE_PRIVATE_KEY: crm == 'salesforce' && salesforceByKey ? 'salesforce-private-key' : ''
  SALESFORCE_EVENTS_SECRET: crm == 'salesforce' ? 'salesforce-events-secret' : ''
  RELAY_URLS: relay ? 'relay-urls' : ''
  NOTICE_URL: empty(noticeKind) ? '' : 'notice-url'
  NOTICE_SECRET: noticeKind == 'generic' ? 'notice-secret' : ''
}

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  name: 'identity'
  scope: group
  params: {
    name: 'id-cosell-${unique}'
    location: location
    tags: tags
  }
}

module telemetry 'modules/telemetry.bicep' = {
  name: 'telemetry'
  scope: group
  params: {
    workspaceName: 'log-cosell-${unique}'
    insightsName: 'appi-cosell-${unique}'
    location: location
    tags: tags
    retentionDays: logRetentionDays
  }
}

// The platform's own account: the package, function keys, locks and timer states. Losing it loses no deal.
module hostStorage 'modules/storage.bicep' = {
  name: 'host-storage'
  scope: group
  params: {
    name: 'sthost${unique}'
    location: location
    tags: tags
    redundancy: 'Standard_LRS'
    closed: privateNetwork
    containers: [
      deploymentContainer
    ]
  }
}

// The connector's own account: pairs, audit and work. Apart from the platform's, so that rights and load are too.
module dataStorage 'modules/storage.bicep' = {
  name: 'data-storage'
  scope: group
  params: {
    name: 'stdata${unique}'
    location: location
    tags: tags
    redundancy: dataRedundancy
    closed: privateNetwork
    queues: [
      crmUpdatesQueue
      '${crmUpdatesQueue}-poison'
      partnerCenterUpdatesQueue
      '${partnerCenterUpdatesQueue}-poison'
      relayQueue
      '${relayQueue}-poison'
    ]
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  scope: group
  params: {
    name: 'kv-cosell-${unique}'
    location: location
    tags: tags
    retentionDays: vaultRetentionDays
    closed: privateNetwork
    addresses: vaultAddresses
  }
}

// The one place that the app may write secrets to, so it holds nothing else and no person has a role on it. A role on a single
// secret would need the secret to be there before, and a deployment that made it would bring an empty value back each time.
module signInVault 'modules/vault.bicep' = {
  name: 'sign-in-vault'
  scope: group
  params: {
    name: 'kv-signin-${unique}'
    location: location
    tags: tags
    retentionDays: vaultRetentionDays
    closed: privateNetwork
  }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  name: 'network'
  scope: group
  params: {
    name: 'vnet-cosell-${unique}'
    location: location
    tags: tags
    addresses: networkAddresses
    hostStorageId: hostStorage.outputs.id
    dataStorageId: dataStorage.outputs.id
    vaultId: vault.outputs.id
    signInVaultId: signInVault.outputs.id
  }
}

module roles 'modules/roles.bicep' = {
  name: 'roles'
  scope: group
  params: {
    appPrincipalId: identity.outputs.principalId
    vaultOfficerId: vaultOfficerId
    hostStorageName: hostStorage.outputs.name
    dataStorageName: dataStorage.outputs.name
    vaultName: vault.outputs.name
    signInVaultName: signInVault.outputs.name
    insightsName: telemetry.outputs.insightsName
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: {
    name: 'cosell-${unique}'
    location: location
    tags: tags
    insightsName: telemetry.outputs.insightsName
    email: alertEmail
    webhook: alertWebhook
    heldDeals: alertHeldDeals
    budgetPercent: callsSoftLimit
  }
}

module workbook 'modules/workbook.bicep' = {
  name: 'workbook'
  scope: group
  params: {
    location: location
    tags: tags
    insightsName: telemetry.outputs.insightsName
  }
}

module app 'modules/app.bicep' = {
  name: 'app'
  scope: group
  // Vault references are resolved when the settings are written: the rights come first.
  dependsOn: [
    roles
  ]
  params: {
    name: 'func-cosell-${unique}'
    planName: 'plan-cosell-${unique}'
    location: location
    tags: tags
    identityName: identity.outputs.name
    hostStorageName: hostStorage.outputs.name
    deploymentContainer: deploymentContainer
    dataStorageName: dataStorage.outputs.name
    vaultUrl: vault.outputs.url
    signInVaultUrl: signInVault.outputs.url
    subnetId: privateNetwork ? network!.outputs.appSubnetId : ''
    insightsName: telemetry.outputs.insightsName
    crmUpdatesQueue: crmUpdatesQueue
    partnerCenterUpdatesQueue: partnerCenterUpdatesQueue
    relayQueue: relayQueue
    consoleClientId: consoleClientId
    publicUrl: publicUrl
    chosen: chosen
    fromVault: fromVault
    alwaysReady: alwaysReady
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    httpPerInstanceConcurrency: httpPerInstanceConcurrency
  }
}

@description('Name of the function app.')
output FUNCTION_APP_NAME string = app.outputs.name

@description('Host name of the function app.')
output FUNCTION_APP_HOST_NAME string = app.outputs.hostName

@description('Where Partner Center sends its events.')
output PARTNER_CENTER_EVENTS_URL string = 'https://${app.outputs.hostName}/api/events/partner-center'

@description('Where Dynamics 365 sends its events.')
output DYNAMICS_EVENTS_URL string = 'https://${app.outputs.hostName}/api/events/dynamics'

@description('Where Salesforce sends its events.')
output SALESFORCE_EVENTS_URL string = 'https://${app.outputs.hostName}/api/events/salesforce'

@description('Name of the vault whose secrets an administrator fills in.')
output KEY_VAULT_NAME string = vault.outputs.name

@description('The entries that the vault needs, as these choices are.')
output VAULT_ENTRIES string = join(filter(map(items(fromVault), entry => entry.value), name => !empty(name)), ', ')

@description('Client id of the managed identity: the application user in Dynamics 365, unless an app registration is used.')
output IDENTITY_CLIENT_ID string = identity.outputs.clientId

@description('Redirect address of the app registration that calls Partner Center, of kind Web.')
output SIGN_IN_REDIRECT_URL string = '${empty(publicUrl) ? 'https://${app.outputs.hostName}' : publicUrl}/api/sign-in/callback'

@description('The console.')
output CONSOLE_URL string = '${empty(publicUrl) ? 'https://${app.outputs.hostName}' : publicUrl}/api/console'

// What azd asked for is known to the template alone, unless the template gives it back: hooks and azd env get-values need it.
@description('Tenant id of the Partner Center account, as it was given.')
output PARTNER_CENTER_TENANT_ID string = partnerCenterTenantId

@description('Client id of the app registration that calls Partner Center, as it was given.')
output PARTNER_CENTER_CLIENT_ID string = partnerCenterClientId

@description('Resource group of everything.')
output RESOURCE_GROUP string = group.name

@description('The only address that calls leave from, if the network is private; else empty, and they leave from any of the region\'s.')
output OUTGOING_ADDRESS string = privateNetwork ? network!.outputs.outgoingAddress : ''
