// A network of the app's own. Storage and vaults are reached in it by private endpoints, and calls to Partner Center and the
// CRM leave from one address. Events still come in from the internet: Partner Center and the CRM are there.

@description('Name of the virtual network; of everything in it the beginning.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Address space, at least a /24: its first /25 is the app\'s, the next one that of the private endpoints.')
param addresses string

@description('Account of the platform.')
param hostStorageId string

@description('Account of the connector.')
param dataStorageId string

@description('Vault with the secrets that an administrator fills in.')
param vaultId string

@description('Vault with the guided sign-in.')
param signInVaultId string

// Where the names of public addresses lead in this network. Other clouds have other suffixes.
var zoneNames = {
  blob: 'privatelink.blob.${environment().suffixes.storage}'
  queue: 'privatelink.queue.${environment().suffixes.storage}'
  table: 'privatelink.table.${environment().suffixes.storage}'
  vault: 'privatelink${replace(environment().suffixes.keyvaultDns, '.vault.', '.vaultcore.')}'
}

var endpoints = [
  { name: 'host-blob', service: 'blob', resourceId: hostStorageId }
  { name: 'host-queue', service: 'queue', resourceId: hostStorageId }
  { name: 'host-table', service: 'table', resourceId: hostStorageId }
  { name: 'data-queue', service: 'queue', resourceId: dataStorageId }
  { name: 'data-table', service: 'table', resourceId: dataStorageId }
  { name: 'vault', service: 'vault', resourceId: vaultId }
  { name: 'sign-in-vault', service: 'vault', resourceId: signInVaultId }
]

resource outgoing 'Microsoft.Network/publicIPAddresses@2023-11-01' = {
  name: '${name}-outgoing'
  location: location
  tags: tags
  sku: {
    name: 'Standard'
  }
  properties: {
    publicIPAllocationMethod: 'Static'
  }
}

// Azure no longer promises a new network a way out of its own.
resource gateway 'Microsoft.Network/natGateways@2023-11-01' = {
  name: '${name}-gateway'
  location: location
  tags: tags
  sku: {
    name: 'Standard'
  }
  properties: {
    publicIpAddresses: [
      {
        id: outgoing.id
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2023-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [
        addresses
      ]
    }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: cidrSubnet(addresses, 25, 0)
          natGateway: {
            id: gateway.id
          }
          delegations: [
            {
              name: 'flex-consumption'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: cidrSubnet(addresses, 25, 1)
        }
      }
    ]
  }
}

resource zones 'Microsoft.Network/privateDnsZones@2020-06-01' = [
  for zone in items(zoneNames): {
    name: zone.value
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2020-06-01' = [
  for (zone, index) in items(zoneNames): {
    parent: zones[index]
    name: name
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: {
        id: network.id
      }
    }
  }
]

resource privateEndpoints 'Microsoft.Network/privateEndpoints@2023-11-01' = [
  for endpoint in endpoints: {
    name: '${name}-${endpoint.name}'
    location: location
    tags: tags
    properties: {
      subnet: {
        id: '${network.id}/subnets/endpoints'
      }
      privateLinkServiceConnections: [
        {
          name: endpoint.name
          properties: {
            privateLinkServiceId: endpoint.resourceId
            groupIds: [
              endpoint.service
            ]
          }
        }
      ]
    }
  }
]

resource names 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2023-11-01' = [
  for (endpoint, index) in endpoints: {
    parent: privateEndpoints[index]
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: endpoint.service
          properties: {
            privateDnsZoneId: resourceId('Microsoft.Network/privateDnsZones', zoneNames[endpoint.service])
          }
        }
      ]
    }
    dependsOn: [
      zones
    ]
  }
]

output appSubnetId string = '${network.id}/subnets/app'
output outgoingAddress string = outgoing.properties.ipAddress
