package dev.cosell.setup.salesforce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cosell.setup.Finding;
import dev.cosell.setup.Finding.State;
import dev.cosell.setup.SetUpFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the administrator of a Salesforce organisation is promised. */
class SalesforceSetUpTest {
    private final LocalOrganization bought = LocalOrganization.asBought();
    private final LocalOrganization withPackage = LocalOrganization.withMicrosoftsPackage();

    @Test
    void aCheckChangesNothingAndTellsTheCommandsThatWouldBeRun() {
        List<Finding> checked = bought.check();

        assertEquals(List.of(), bought.changes);
        Finding standalone = one(checked, MicrosoftsFields.KIND);
        assertEquals(State.MISSING, standalone.state());
        assertTrue(
                standalone.detail().endsWith("sf project deploy start --source-dir main --target-org cosell"),
                standalone.detail());
    }

    @Test
    void anOrganisationWithoutMicrosoftsPackageGetsBothProjectsAndTheLists() {
        List<Finding> applied = bought.apply();

        assertEquals(
                List.of(
                        "deploy standalone/main",
                        "import Partner_Role__c.json",
                        "import Solution_Area__c.json",
                        "deploy connector/main",
                        "deploy connector/events"),
                bought.changes);
        assertEquals(State.LEFT_OUT, one(applied, WaitingStage.KIND).state());
        assertEquals(State.MADE, one(applied, ConnectorFields.KIND).state());
    }

    @Test
    void s14_afterwardsTheConnectorFindsEveryFieldInOrder() {
        bought.apply();

        assertEquals(List.of(), bought.faults());
    }

    @Test
    void besideMicrosoftsPackageItsFieldsAreUsedAndNotOverwritten() {
        List<Finding> applied = withPackage.apply();

        assertEquals(List.of("deploy connector/main", "deploy connector/events"), withPackage.changes);
        assertTrue(applied.stream().map(Finding::state).noneMatch(State::isToBeMade));
    }

    @Test
    void s17_aSecondApplyDeploysNothing() {
        for (LocalOrganization organization : List.of(bought, withPackage)) {
            organization.apply();
            organization.changes.clear();

            List<Finding> again = organization.apply();

            assertEquals(List.of(), organization.changes);
            assertTrue(again.stream().map(Finding::state).noneMatch(State::isChange));
        }
    }

    @Test
    void aFieldThatIsMissingFromThePackageIsToldAndNothingOfThePackageIsOverwritten() {
        withPackage.without("Opportunity", "Audit__c");

        Finding finding = one(withPackage.apply(), MicrosoftsFields.KIND);

        assertEquals(State.DIFFERENT, finding.state());
        assertTrue(finding.detail().contains("found none called Opportunity.Audit__c"), finding.detail());
        assertTrue(withPackage.changes.stream().noneMatch(change -> change.contains("standalone")));
    }

    @Test
    void aListThatAnOlderPackageDoesNotHaveIsLeftOutAndTheRestIsDeployed() {
        withPackage.without("Partner_Role__c");

        Finding list = one(withPackage.apply(), TermRows.KIND);

        assertEquals(State.LEFT_OUT, list.state());
        assertEquals("Partner_Role__c", list.name());
        assertEquals(List.of("deploy connector/main", "deploy connector/events"), withPackage.changes);
    }

    @Test
    void aFieldOfOursThatWentIsDeployedAgain() {
        withPackage.apply();
        withPackage.without("Opportunity", "CoSell_Keep__c");
        withPackage.changes.clear();

        Finding finding = one(withPackage.apply(), ConnectorFields.KIND);

        assertEquals(State.COMPLETED, finding.state());
        assertEquals(List.of("deploy connector/main"), withPackage.changes);
    }

    @Test
    void theSecretGoesToTheCommandInItsEnvironmentAndNowhereElse() {
        withPackage.apply();

        assertEquals(
                Map.of(
                        "COSELL_EVENTS_ADDRESS",
                        "https://connector.test/api/events/salesforce?secret=s%26cret",
                        "COSELL_EVENTS_SENDER",
                        "admin@fabrikam.example"),
                withPackage.environment);
        assertTrue(withPackage.check().stream()
                .noneMatch(finding -> finding.detail().contains("cret")));
    }

    @Test
    void flowsThatArrivedSwitchedOffAreTold() {
        withPackage.flowsArriveActive = false;
        withPackage.apply();

        Finding flows = one(withPackage.check(), EventFlows.KIND);

        assertEquals(State.DIFFERENT, flows.state());
        assertTrue(flows.detail().endsWith("switched off"), flows.detail());
    }

    @Test
    void outsideAWorkingCopyTheProjectsAreAskedFor() {
        SetUpFailure failure = assertThrows(
                SetUpFailure.class,
                () -> new SalesforceSetUp(bought, Path.of("nowhere"), Optional.empty()).check(finding -> {}));

        assertTrue(failure.getMessage().contains("run from its root"), failure.getMessage());
    }

    private static Finding one(List<Finding> findings, String kind) {
        return findings.stream()
                .filter(finding -> finding.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }
}
