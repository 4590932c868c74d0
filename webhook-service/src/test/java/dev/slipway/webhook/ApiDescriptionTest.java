package dev.slipway.webhook;

import dev.slipway.testkit.ApiDescription;
import dev.slipway.testkit.SlipwayInfra;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The gateway merges this service's description into those of the dialects: what it routes here and what is described are the same. */
@QuarkusTest
@TestProfile(QuickRetries.class)
@QuarkusTestResource(value = SlipwayInfra.class, initArgs = @ResourceArg(name = "schema", value = "webhook"))
class ApiDescriptionTest {

    @TestHTTPResource("/q/openapi?format=json")
    URL address;

    @Test
    void theDescriptionTellsOfEveryRouteAndOfNothingElse() throws IOException {
        // Given
        String description;
        try (InputStream answer = address.openStream()) {
            description = new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }

        // Then
        ApiDescription.parse(description).requireRoutesOf("webhook-service");
    }
}
