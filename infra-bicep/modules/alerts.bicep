// Who is told when something is wrong, and when. Gauges come every ten minutes (SWEEP_SCHEDULE), so no window is shorter than
// three of them. docs/metrics.md lists the rules.

@description('Beginning of every name.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Application Insights component that the metrics are in.')
param insightsName string

@description('E-mail address; empty for none.')
param email string

@description('Address of a webhook; empty for none.')
@secure()
param webhook string

@description('From how many held deals on somebody is told.')
param heldDeals int

@description('Percent of a day\'s calls above which somebody is told.')
param budgetPercent int

var watched = !empty(email) || !empty(webhook)

// The values of a metric as they were told: a gauge's, or what a counter counted.
func valuesOf(metric string) string => 'customMetrics | where name == \'${metric}\' | project timestamp, measured = valueSum'

// The same, told apart by an attribute.
func valuesBy(metric string, attribute string) string => 'customMetrics | where name == \'${metric}\' | project timestamp, measured = valueSum, label = tostring(customDimensions[\'${attribute}\'])'

// Severity 0 is severest. Of a metric with an attribute, the labels that count: each is an alert of its own.
var rules = [
  {
    id: 'parked-messages'
    title: 'Messages are parked'
    meaning: 'Messages could not be worked off and wait for somebody: console, Parked messages.'
    severity: 2
    query: valuesBy('cosell.parked.messages', 'cosell.queue')
    labels: ['*']
    aggregation: 'Maximum'
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT30M'
    periods: 1
  }
  {
    id: 'parked-deals'
    title: 'Deals are parked'
    meaning: 'Deals on which a defect was met; the timeline of each has it.'
    severity: 2
    query: valuesBy('cosell.deals', 'cosell.phase')
    labels: ['parked']
    aggregation: 'Maximum'
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT30M'
    periods: 1
  }
  {
    id: 'oldest-message'
    title: 'Work waits for more than 15 minutes'
    meaning: 'The next message that is due has been on its queue for more than 15 minutes: nothing takes it, or a system is out.'
    severity: 1
    query: valuesBy('cosell.queue.age', 'cosell.queue')
    labels: ['*']
    aggregation: 'Maximum'
    operator: 'GreaterThan'
    threshold: 900
    window: 'PT30M'
    periods: 1
  }
  {
    id: 'held-deals'
    title: 'Many deals are held'
    meaning: 'So many deals wait for a person that one cause is likely: console, Deals, Held.'
    severity: 3
    query: valuesBy('cosell.deals', 'cosell.phase')
    labels: ['held']
    aggregation: 'Minimum'
    operator: 'GreaterThanOrEqual'
    threshold: heldDeals
    window: 'PT1H'
    periods: 1
  }
  {
    id: 'credential-ends-soon'
    title: 'A sign-in, secret or certificate ends within 30 days'
    meaning: 'Renew it while it is still good: docs/connect.md.'
    severity: 3
    query: valuesBy('cosell.credential.remaining', 'cosell.credential')
    labels: ['*']
    aggregation: 'Minimum'
    operator: 'LessThan'
    threshold: 30
    window: 'PT1H'
    periods: 1
  }
  {
    id: 'credential-ends'
    title: 'A sign-in, secret or certificate ends within 7 days, or has ended'
    meaning: 'Without it a system pauses and work waits: docs/connect.md.'
    severity: 1
    query: valuesBy('cosell.credential.remaining', 'cosell.credential')
    labels: ['*']
    aggregation: 'Minimum'
    operator: 'LessThan'
    threshold: 7
    window: 'PT1H'
    periods: 1
  }
  {
    id: 'registration-lost'
    title: 'Partner Center tells its events to somebody else'
    meaning: 'The webhook registration is not this app\'s. Changes still come in, found by asking: docs/webhook.md.'
    severity: 2
    query: valuesOf('cosell.webhook.registered')
    labels: []
    aggregation: 'Maximum'
    operator: 'LessThan'
    threshold: 1
    window: 'PT1H'
    periods: 1
  }
  {
    id: 'drift'
    title: 'Deals differ that should be equal'
    meaning: 'Comparisons of both sides went on finding deals that differ for an hour and a half: console, Health.'
    severity: 3
    query: valuesOf('cosell.drift')
    labels: []
    aggregation: 'Minimum'
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT30M'
    periods: 3
  }
  {
    id: 'budget'
    title: 'The day\'s calls run short'
    meaning: 'More of the day\'s calls is used than CALLS_SOFT_LIMIT says. What is less urgent waits; nothing is lost.'
    severity: 3
    query: valuesBy('cosell.budget.used', 'cosell.system')
    labels: ['*']
    aggregation: 'Maximum'
    operator: 'GreaterThan'
    threshold: budgetPercent
    window: 'PT30M'
    periods: 1
  }
  {
    id: 'events-failed'
    title: 'Events could not be taken in'
    meaning: 'Storage was away when events came. Their senders try again, Dynamics 365 only once.'
    severity: 1
    query: valuesBy('cosell.events', 'cosell.outcome')
    labels: ['failed']
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT30M'
    periods: 1
  }
  {
    id: 'changes-slow'
    title: 'Changes take more than a minute'
    meaning: 'The mean time from an event until the other side is written was above a minute for half an hour.'
    severity: 3
    query: '''
      customMetrics
      | where name == 'cosell.change.duration'
      | summarize measured = sum(valueSum) / sum(valueCount) by bin(timestamp, 30m)
    '''
    labels: []
    aggregation: 'Maximum'
    operator: 'GreaterThan'
    threshold: 60
    window: 'PT30M'
    periods: 1
  }
  {
    id: 'calls-failing'
    title: 'A system refuses more than a tenth of the calls'
    meaning: 'Answers of 429 or 5.. from Partner Center or the CRM. Work is tried again by itself.'
    severity: 3
    query: '''
      customMetrics
      | where name == 'http.client.request.duration'
      | extend label = tostring(customDimensions['cosell.system']), error = tostring(customDimensions['error.type'])
      | summarize calls = sum(valueCount), refused = sumif(valueCount, error == '429' or error matches regex '^5[0-9][0-9]$')
        by label, bin(timestamp, 30m)
      | where calls >= 20
      | project timestamp, label, measured = 100.0 * refused / calls
    '''
    labels: ['*']
    aggregation: 'Maximum'
    operator: 'GreaterThan'
    threshold: 10
    window: 'PT30M'
    periods: 1
  }
]

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource told 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${name}-told'
  location: 'global'
  tags: tags
  properties: {
    enabled: watched
    groupShortName: 'co-sell'
    emailReceivers: empty(email)
      ? []
      : [
          {
            name: 'email'
            emailAddress: email
            useCommonAlertSchema: true
          }
        ]
    webhookReceivers: empty(webhook)
      ? []
      : [
          {
            name: 'webhook'
            serviceUri: webhook
            useCommonAlertSchema: true
          }
        ]
  }
}

resource alerts 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = [
  for rule in rules: {
    name: '${name}-${rule.id}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'Co-sell: ${rule.title}'
      description: rule.meaning
      severity: rule.severity
      enabled: watched
      autoMitigate: true
      // A component that was made a moment ago has no metrics yet, and its tables may be unknown.
      skipQueryValidation: true
      scopes: [
        insights.id
      ]
      evaluationFrequency: 'PT15M'
      windowSize: rule.window
      criteria: {
        allOf: [
          {
            query: rule.query
            metricMeasureColumn: 'measured'
            timeAggregation: rule.aggregation
            operator: rule.operator
            threshold: rule.threshold
            dimensions: empty(rule.labels) ? [] : [{ name: 'label', operator: 'Include', values: rule.labels }]
            failingPeriods: {
              numberOfEvaluationPeriods: rule.periods
              minFailingPeriodsToAlert: rule.periods
            }
          }
        ]
      }
      actions: {
        actionGroups: [
          told.id
        ]
      }
    }
  }
]

// Apart from the others, because it counts what does not come: an app that stands still tells nothing.
resource silence 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = {
  name: '${name}-silence'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'Co-sell: Nothing is heard of the app'
    description: 'No gauge came for an hour: the app does not run, or its telemetry does not arrive. Look at /api/health.'
    severity: 1
    enabled: watched
    autoMitigate: true
    skipQueryValidation: true
    scopes: [
      insights.id
    ]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT1H'
    criteria: {
      allOf: [
        {
          query: valuesOf('cosell.queue.age')
          timeAggregation: 'Count'
          operator: 'LessThan'
          threshold: 1
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: [
        told.id
      ]
    }
  }
}
