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

@description('Address of the vault that an administrator fills in, with a slash at its end.')
param vaultUrl string

@description('Address of the vault with the guided sign-in.')
param signInVaultUrl string

@description('Subnet that the app\'s outgoing calls leave from; empty for none.')
param subnetId string

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

@description('App settings that people choose, by name.')
param chosen object

@description('Names of the vault\'s secrets, by the app setting that each gives its value to; empty where none is used.')
param fromVault object

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

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = {
  name: identityName
}

resource hostStorage 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: hostStorageName
}

resource dataStorage 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: dataStorageName
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
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
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
          openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
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
  properties: union(
    chosen,
    mapValues(fromVault, entry => empty(entry) ? '' : '@Microsoft.KeyVault(SecretUri=${vaultUrl}secrets/${entry})'),
    {
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

      // Secrets that were replaced are read there without a restart; the guided sign-in has a vault of its own.
      KEY_VAULT_URL: vaultUrl
      SIGN_IN_VAULT_URL: signInVaultUrl
      PUBLIC_URL: empty(publicUrl) ? 'https://${app.properties.defaultHostName}' : publicUrl
      // The name that docs/connect.md has people enter in Dynamics 365.
      DYNAMICS_WEBHOOK_HEADER: 'x-cosell-secret'

      // When timers run, in UTC
      SWEEP_SCHEDULE: '0 */10 * * * *'
      HELD_RETRY_SCHEDULE: '0 0 3 * * *'
      RECONCILE_SCHEDULE: '0 */15 * * * *'
      WEBHOOK_CHECK_SCHEDULE: '0 7 * * * *'
      WEBHOOK_POLL_SCHEDULE: '30 * * * * *'
      RECONCILE_ALL_SCHEDULE: '0 30 2 * * 0'
      SOLUTION_CATALOGUE_SCHEDULE: '0 30 2 * * *'
      MAP_CHECK_SCHEDULE: '0 15 4 * * *'
      AUTO_SHARE_SCHEDULE: '0 5/15 * * * *'
      NOTICE_SCHEDULE: '10 */5 * * * *'
      NOTICE_WATCH_SCHEDULE: '40 20 * * * *'
      POISON_REQUEUE_SCHEDULE: '30 * * * * *'
      BACKFILL_SCHEDULE: '50 * * * * *'
      TOKEN_WATCH_SCHEDULE: '0 */5 * * * *'
    }
  )
}

output name string = app.name
output hostName string = app.properties.defaultHostName
