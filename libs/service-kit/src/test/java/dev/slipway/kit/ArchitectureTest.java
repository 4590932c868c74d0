package dev.slipway.kit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import jakarta.inject.Inject;

@AnalyzeClasses(packages = "dev.slipway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("dev.slipway.kit.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_KIT_KNOWS_NO_SERVICE = noClasses()
            .that()
            .resideInAPackage("dev.slipway.kit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.slipway.build..",
                    "dev.slipway.app..",
                    "dev.slipway.gateway..",
                    "dev.slipway.registry..",
                    "dev.slipway.pipeline..",
                    "dev.slipway.webhook..");

    @ArchTest
    static final ArchRule JDBC_IS_FOR_MIGRATIONS_ALONE = noClasses()
            .that()
            .resideInAPackage("dev.slipway.kit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "io.agroal..");

    @ArchTest
    static final ArchRule WHAT_A_CLASS_NEEDS_STANDS_IN_ITS_CONSTRUCTOR =
            fields().should().notBeAnnotatedWith(Inject.class);

    @ArchTest
    static final ArchRule NOBODY_SLEEPS = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule NOBODY_PRINTS = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
