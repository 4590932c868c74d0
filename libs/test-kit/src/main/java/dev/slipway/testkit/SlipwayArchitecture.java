package dev.slipway.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/**
 * The layering rules, the same for every service: {@code SlipwayArchitecture.check("dev.slipway.build")}. Features are packages, adapters stand below
 * their ports, dialects at the edge; each rule says why it holds.
 */
public final class SlipwayArchitecture {

    private static final List<String> SERVICE_PACKAGES = List.of(
            "dev.slipway.gateway",
            "dev.slipway.build",
            "dev.slipway.app",
            "dev.slipway.registry",
            "dev.slipway.pipeline",
            "dev.slipway.webhook");

    private SlipwayArchitecture() {}

    /**
     * Checks a service's main classes.
     *
     * @param basePackage the service's package, such as {@code dev.slipway.build}
     * @throws AssertionError naming every class that breaks a rule
     */
    public static void check(String basePackage) {
        JavaClasses main = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(basePackage, "dev.slipway.events");
        check(basePackage, main);
    }

    static void check(String basePackage, JavaClasses classes) {
        List<String> broken = rules(basePackage).stream()
                .map(rule -> rule.evaluate(classes))
                .filter(EvaluationResult::hasViolation)
                .map(result -> result.getFailureReport().toString())
                .toList();
        if (!broken.isEmpty()) {
            throw new AssertionError(String.join("\n\n", broken));
        }
    }

    private static List<ArchRule> rules(String basePackage) {
        return List.of(
                coreKnowsNoDialect(basePackage),
                portsKnowNoAdapter(basePackage),
                noCycles(basePackage),
                noOtherService(basePackage),
                noJdbc(basePackage),
                contractsStandAlone());
    }

    private static ArchRule coreKnowsNoDialect(String basePackage) {
        return noClasses()
                .that()
                .resideInAPackage(basePackage + "..")
                .and()
                .resideOutsideOfPackage(basePackage + ".dialect..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(basePackage + ".dialect..")
                .because("dialects are views of the core: they use it, it never knows them")
                .allowEmptyShould(true);
    }

    /** An adapter's package stands below its port's. */
    private static ArchRule portsKnowNoAdapter(String basePackage) {
        return classes()
                .that()
                .resideInAPackage(basePackage + ".*..")
                .should(dependOnNothingBelow())
                .because("adapters are chosen by configuration; a port does not know them")
                .allowEmptyShould(true);
    }

    private static ArchCondition<JavaClass> dependOnNothingBelow() {
        return new ArchCondition<>("not depend on a package below their own") {
            @Override
            public void check(JavaClass origin, ConditionEvents events) {
                String below = origin.getPackageName() + ".";
                for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                    if (dependency.getTargetClass().getPackageName().startsWith(below)) {
                        events.add(SimpleConditionEvent.violated(origin, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static ArchRule noCycles(String basePackage) {
        return slices().matching(basePackage + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true);
    }

    private static ArchRule noOtherService(String basePackage) {
        String[] others = SERVICE_PACKAGES.stream()
                .filter(other -> !other.equals(basePackage))
                .map(other -> other + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(basePackage + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .because("services know each other by events and HTTP alone")
                .allowEmptyShould(true);
    }

    private static ArchRule noJdbc(String basePackage) {
        return noClasses()
                .that()
                .resideInAPackage(basePackage + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "io.agroal..")
                .because("JDBC is there for the migrations; everything else is reactive")
                .allowEmptyShould(true);
    }

    private static ArchRule contractsStandAlone() {
        return classes()
                .that()
                .resideInAPackage("dev.slipway.events..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "com.fasterxml.jackson.annotation..", "org.jspecify..", "dev.slipway.events..")
                .because("event-contracts depends on nothing of ours and on no framework")
                .allowEmptyShould(true);
    }
}
