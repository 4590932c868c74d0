package dev.slipway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kit.identity.InternalTokens;
import dev.slipway.kit.identity.Principal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlipwayInfraTest {

    @Test
    void aServiceGetsADatabaseABrokerKeysAndAFolderOfItsOwn() throws Exception {
        SlipwayInfra infra = new SlipwayInfra();
        infra.init(Map.of("schema", "build"));

        // When
        Map<String, String> properties = infra.start();

        // Then
        try (Connection connection = DriverManager.getConnection(
                "jdbc:" + properties.get("slipway.postgres.url"),
                properties.get("slipway.postgres.user"),
                properties.get("slipway.postgres.password"))) {
            assertThat(connection.getSchema()).isEqualTo("build");
        }
        assertThat(Path.of(properties.get("slipway.data.dir"))).isEmptyDirectory();
        assertThat(properties.get("slipway.kafka.bootstrap")).startsWith("127.0.0.1:");
        infra.stop();
        assertThat(Path.of(properties.get("slipway.data.dir"))).doesNotExist();
    }

    @Test
    void aSchemaMustBeNamed() {
        // When, Then
        assertThatThrownBy(() -> new SlipwayInfra().init(Map.of())).hasMessageContaining("schema");
    }

    @Test
    void theServicesTrustTheTestIdentities() {
        TestKeys keys = TestKeys.shared();
        InternalTokens service = new InternalTokens(
                "build-service", Optional.empty(), keys.trusted().toString());

        // When
        Principal principal = service.verify(TestIdentity.member("acme").substring("Bearer ".length()));

        // Then
        assertThat(principal.mayBuild("acme")).isTrue();
        assertThat(principal.mayBuild("other")).isFalse();
        assertThat(principal.mayAdminister("acme")).isFalse();
    }

    @Test
    void serversComeBackOnTheirPortWithTheirData() throws Exception {
        try (TestServers servers = TestServers.start()) {
            servers.postgres().administration().createDatabase("kept");
            int port = servers.postgres().port();

            // When
            servers.postgres().kill();
            servers.startPostgres();

            // Then
            assertThat(servers.postgres().port()).isEqualTo(port);
            try (Connection connection = servers.postgres().administration().connect("kept")) {
                assertThat(connection.isValid(1)).isTrue();
            }
        }
    }
}
