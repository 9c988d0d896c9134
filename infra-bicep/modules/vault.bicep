@description('Name of the vault, unique in Azure.')
@minLength(3)
@maxLength(24)
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Days a deleted vault or secret can be brought back.')
param retentionDays int

@description('Whether the vault is off the internet, but for the addresses.')
param closed bool

@description('Addresses (IPv4 or CIDR, separated by commas) that reach the vault although it is closed.')
param addresses string = ''

var addressRules = [for address in (empty(addresses) ? [] : split(addresses, ',')): { value: trim(address) }]

// Secrets are written by an administrator, never by a deployment: a parameter would leave them in deployment files,
// and a second deployment would bring an old value back.
resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: retentionDays
    enablePurgeProtection: true
    publicNetworkAccess: closed && empty(addresses) ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: closed ? 'Deny' : 'Allow'
      ipRules: closed ? addressRules : []
    }
  }
}

output name string = vault.name
output id string = vault.id
output url string = vault.properties.vaultUri
