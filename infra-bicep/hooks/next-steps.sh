#!/bin/sh
# What an administrator does next, with the values of this environment, which azd hands to its hooks. Changes nothing.
# next-steps.ps1 says the same on Windows.
set -eu

case "${CRM:-dynamics}" in
    salesforce)
        crm="Salesforce sends its events to ${SALESFORCE_EVENTS_URL:?run azd provision}: docs/salesforce.md"
        page=docs/get-started-salesforce.md
        ;;
    file)
        crm="The app needs the share with your CSV files mounted: docs/csv.md"
        page=docs/csv.md
        ;;
    *)
        crm="Dynamics 365 needs an application user for ${DYNAMICS_CLIENT_ID:-${IDENTITY_CLIENT_ID:?run azd provision}},
   and sends its events to ${DYNAMICS_EVENTS_URL:?run azd provision}: docs/connect.md, part B"
        page=docs/get-started-dynamics.md
        ;;
esac

cat <<STEPS

The Co-sell Connector is deployed. Next, unless it is done already:

1. Microsoft Entra: add this redirect address, of kind Web, to the app registration ${PARTNER_CENTER_CLIENT_ID:?run azd provision}
   ${SIGN_IN_REDIRECT_URL:?run azd provision}
2. The vault ${KEY_VAULT_NAME:?run azd provision} needs ${VAULT_ENTRIES:?run azd provision}: docs/deploy.md
3. $crm
4. az functionapp restart --name ${FUNCTION_APP_NAME:?run azd provision} --resource-group ${RESOURCE_GROUP:?run azd provision}
5. Sign in to Partner Center, and go live: ${CONSOLE_URL:?run azd provision}

Step by step, with what you should see: $page

STEPS
