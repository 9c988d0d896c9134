// What the alert rules watch, to be looked at: in the portal under Application Insights, Workbooks.

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Application Insights component that the metrics are in.')
param insightsName string

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

// The name of a workbook has to be a GUID; what people read is displayName.
resource workbook 'Microsoft.Insights/workbooks@2022-04-01' = {
  name: guid(insights.id, 'co-sell')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Co-sell Connector'
    category: 'workbook'
    sourceId: insights.id
    serializedData: loadTextContent('../workbook.json')
  }
}
