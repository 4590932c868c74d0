package dev.slipway.webhook;

import static org.hamcrest.Matchers.startsWith;

import dev.slipway.testkit.SlipwayInfra;
import dev.slipway.testkit.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** U+0000, which PostgreSQL's texts cannot hold, wherever a caller may write text: the caller's mistake, never ours. */
@QuarkusTest
@TestProfile(QuickRetries.class)
@QuarkusTestResource(value = SlipwayInfra.class, initArgs = @ResourceArg(name = "schema", value = "webhook"))
class BadTextTest {

    private static final String NUL = "a\u0000b";

    @ParameterizedTest
    @ValueSource(strings = {"url", "description", "format", "owner", "event_types"})
    void aBodyWithNulIsRefusedWithTheFieldThatIsToBeMended(String field) {
        // Given
        Map<String, Object> body = new HashMap<>(Map.of("url", "https://hooks.example/"));
        body.put(field, field.equals("event_types") ? List.of(NUL) : NUL);

        // When Then
        TestApi.post(TestIdentity.administratorOf("nul"), body)
                .then()
                .statusCode(400)
                .body("detail", startsWith(field + ": "));
    }

    @ParameterizedTest
    @CsvSource({
        TestApi.ENDPOINTS + "?cursor=%00, 400",
        TestApi.ENDPOINTS + "?cursor=YQBi, 400",
        TestApi.ENDPOINTS + "/%00, 404",
        TestApi.DELIVERIES + "?cursor=YQBi, 400",
        TestApi.DELIVERIES + "?endpoint_id=%00, 400",
        TestApi.DELIVERIES + "?build_id=%00, 400",
        TestApi.DELIVERIES + "?status=%00, 400",
        TestApi.DELIVERIES + "/%00, 404"
    })
    void anAddressWithNulIsRefused(String path, int status) {
        // When Then
        RestAssured.given()
                .urlEncodingEnabled(false)
                .header("Authorization", TestIdentity.administratorOf("nul"))
                .get(path)
                .then()
                .statusCode(status);
    }
}
