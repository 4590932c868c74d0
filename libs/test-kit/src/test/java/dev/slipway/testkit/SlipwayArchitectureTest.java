package dev.slipway.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class SlipwayArchitectureTest {

    @Test
    void everyBrokenRuleIsNamed() {
        JavaClasses specimen = new ClassFileImporter().importPackages("dev.slipway.specimen");

        // When, Then
        assertThatThrownBy(() -> SlipwayArchitecture.check("dev.slipway.specimen", specimen))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("dialects are views of the core")
                .hasMessageContaining("a port does not know them")
                .hasMessageContaining("JDBC is there for the migrations");
    }

    @Test
    void theContractsStandAlone() {
        // When, Then
        assertThatCode(() -> SlipwayArchitecture.check("dev.slipway.events")).doesNotThrowAnyException();
    }
}
