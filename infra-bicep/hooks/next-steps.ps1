# What an administrator does next, with the values of this environment, which azd hands to its hooks. Changes nothing.
# next-steps.sh says the same on Linux and macOS.
$ErrorActionPreference = 'Stop'

function Value([string] $name) {
    $value = [Environment]::GetEnvironmentVariable($name)
    if ([string]::IsNullOrEmpty($value)) { throw "${name}: run azd provision" }
    return $value
}

if ($env:CRM -eq 'salesforce') {
    $crm = "Salesforce sends its events to $(Value 'SALESFORCE_EVENTS_URL'): docs/salesforce.md"
    $page = 'docs/get-started-salesforce.md'
} elseif ($env:CRM -eq 'file') {
    $crm = 'The app needs the share with your CSV files mounted: docs/csv.md'
    $page = 'docs/csv.md'
} else {
    $user = if ($env:DYNAMICS_CLIENT_ID) { $env:DYNAMICS_CLIENT_ID } else { Value 'IDENTITY_CLIENT_ID' }
    $crm = "Dynamics 365 needs an application user for $user,
   and sends its events to $(Value 'DYNAMICS_EVENTS_URL'): docs/connect.md, part B"
    $page = 'docs/get-started-dynamics.md'
}

Write-Output @"

The Co-sell Connector is deployed. Next, unless it is done already:

1. Microsoft Entra: add this redirect address, of kind Web, to the app registration $(Value 'PARTNER_CENTER_CLIENT_ID')
   $(Value 'SIGN_IN_REDIRECT_URL')
2. The vault $(Value 'KEY_VAULT_NAME') needs $(Value 'VAULT_ENTRIES'): docs/deploy.md
3. $crm
4. az functionapp restart --name $(Value 'FUNCTION_APP_NAME') --resource-group $(Value 'RESOURCE_GROUP')
5. Sign in to Partner Center, and go live: $(Value 'CONSOLE_URL')

Step by step, with what you should see: $page

"@
