package dev.slipway.kit.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.dialects.Dialect;
import dev.slipway.kit.identity.InternalTokens;
import dev.slipway.kit.identity.Principal;
import dev.slipway.kit.identity.Scope;
import dev.slipway.kit.identity.TenantRole;
import dev.slipway.kit.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KitServers.class)
class SampleServiceTest {

    TestServers servers;

    @Inject
    InternalTokens tokens;

    @Test
    void boots() {
        String token = tokens.mint(new Principal(
                "ann",
                false,
                "c1",
                Dialect.NATIVE,
                Set.of(Scope.ADMIN),
                Map.of("acme", TenantRole.ADMIN),
                false,
                null));
        assertThat(servers.bootstrap()).isNotEmpty();
        given().header("Authorization", "Bearer " + token)
                .contentType("application/json")
                .body("{\"display_name\":\"x\",\"retry_count\":1}")
                .post("/platform/v1/samples")
                .then()
                .log()
                .all()
                .statusCode(201);
    }
}
