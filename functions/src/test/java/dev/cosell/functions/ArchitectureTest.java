package dev.cosell.functions;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Triggers hold no decision: they know the operations, not the engine, the adapters or the stores. */
@AnalyzeClasses(packages = "dev.cosell.functions", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule triggersOnlyCarryOver = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.cosell.functions..",
                    "dev.cosell",
                    "dev.cosell.operate..",
                    "dev.cosell.problem..",
                    "com.microsoft.azure.functions..",
                    "com.fasterxml.jackson..",
                    "java..");
}
