package dev.cosell;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/** The floors of the house: a package imports only from floors below its own. */
@AnalyzeClasses(
        packages = "dev.cosell",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.OfThisModule.class})
class ArchitectureTest {
    /** The ground floor first; packages on one floor do not know each other. */
    private static final List<List<String>> FLOORS = List.of(
            List.of("dev.cosell.problem.."),
            List.of("dev.cosell.http.."),
            List.of("dev.cosell.referral.."),
            List.of("dev.cosell.fieldmap.."),
            List.of("dev.cosell.sync.pair"),
            List.of("dev.cosell.sync.port"),
            List.of("dev.cosell.sync.check", "dev.cosell.sync.merge"),
            List.of("dev.cosell.sync"),
            List.of("dev.cosell.crm"),
            List.of(
                    "dev.cosell.partnercenter..",
                    "dev.cosell.crm.dynamics..",
                    "dev.cosell.crm.salesforce..",
                    "dev.cosell.crm.file.."),
            List.of("dev.cosell.store.."),
            List.of("dev.cosell.operate.."),
            List.of("dev.cosell"));

    /** The sandbox is here for tests, and has an architecture of its own. */
    static final class OfThisModule implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return location.contains("/shared/");
        }
    }

    @ArchTest
    static void noPackageImportsUpward(com.tngtech.archunit.core.domain.JavaClasses classes) {
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            for (String here : FLOORS.get(floor)) {
                String[] notBelow = FLOORS.subList(floor, FLOORS.size()).stream()
                        .flatMap(List::stream)
                        .filter(other -> !other.equals(here))
                        .flatMap(other -> Stream.of(other))
                        .toArray(String[]::new);
                if (notBelow.length > 0) {
                    noClasses()
                            .that()
                            .resideInAPackage(here)
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(notBelow)
                            .check(classes);
                }
            }
        }
    }

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("dev.cosell.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule topicsOfOperatorsDoNotGoInCircles =
            slices().matching("dev.cosell.operate.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule whatAllTopicsShareKnowsNoneOfThem = noClasses()
            .that()
            .resideInAPackage("dev.cosell.operate")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.cosell.operate.*..");

    @ArchTest
    static final ArchRule decisionsArePure = noClasses()
            .that()
            .resideInAnyPackage("dev.cosell.referral..", "dev.cosell.fieldmap..", "dev.cosell.sync.merge")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..", "java.util.logging..", "com.azure..")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule onlyTheTransportCallsOut = noClasses()
            .that()
            .resideOutsideOfPackage("dev.cosell.http..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.net.http..");

    @ArchTest
    static final ArchRule onlyTelemetryKnowsOpenTelemetry = noClasses()
            .that()
            .resideOutsideOfPackages("dev.cosell.operate.telemetry..", "dev.cosell")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.opentelemetry..");
}
