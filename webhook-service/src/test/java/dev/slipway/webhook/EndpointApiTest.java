package dev.slipway.webhook;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.dialects.Dialect;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.identity.Principal;
import dev.slipway.kit.identity.Scope;
import dev.slipway.kit.identity.TenantRole;
import dev.slipway.testkit.SlipwayInfra;
import dev.slipway.testkit.TestIdentity;
import dev.slipway.webhook.TestApi.Made;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(QuickRetries.class)
@QuarkusTestResource(value = SlipwayInfra.class, initArgs = @ResourceArg(name = "schema", value = "webhook"))
class EndpointApiTest {

    private static final String URL = "https://hooks.example/slipway";

    @Inject
    Database database;

    private final String tenant = "t" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void anEndpointIsMadeWithDefaultsAndShowsItsSecretOnce() {
        // When
        JsonPath made = TestApi.post(TestIdentity.administratorOf(tenant), Map.of("url", URL))
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();

        // Then
        assertThat(made.getString("secret")).startsWith("whsec_");
        assertThat(made.getString("owner")).isEqualTo(tenant);
        assertThat(made.getList("event_types")).isEqualTo(List.of("build.*"));
        assertThat(made.getString("format")).isEqualTo("daocloud");
        assertThat(made.getString("policy")).isEqualTo("daocloud");
        String later = TestApi.get(TestIdentity.reader(tenant), TestApi.ENDPOINTS + "/" + made.getString("id"))
                .then()
                .statusCode(200)
                .body("url", equalTo(URL))
                .extract()
                .asString();
        assertThat(later).doesNotContain("whsec_").doesNotContain("secret");
    }

    @Test
    void theSecretIsEncryptedAtRest() {
        // Given
        Made made = TestApi.endpoint(TestIdentity.administratorOf(tenant), Map.of("url", URL));

        // When
        String stored = database.query(client -> client.preparedQuery("SELECT secret FROM endpoint WHERE id = $1")
                        .execute(Tuple.of(UUID.fromString(made.id()))))
                .await()
                .atMost(Duration.ofSeconds(60))
                .iterator()
                .next()
                .getString(0);

        // Then
        assertThat(stored).startsWith("k1:").doesNotContain(made.secret().substring("whsec_".length()));
    }

    @Test
    void anAdministratorOfTheInstallationMayHearOfEveryTenant() {
        // When
        JsonPath made = TestApi.post(TestIdentity.admin(), Map.of("url", URL))
                .then()
                .statusCode(201)
                .body("owner", nullValue())
                .extract()
                .jsonPath();

        // Then
        TestApi.get(TestIdentity.administratorOf(tenant), TestApi.ENDPOINTS + "/" + made.getString("id"))
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | url",
                "{\"url\": \"\"} | url",
                "{\"url\": null} | url",
                "{\"url\": \"ftp://hooks.example/\"} | http://",
                "{\"url\": \"http://user:pw@hooks.example/\"} | signed",
                "{\"url\": 7, \"colour\": \"red\"} | colour",
                "{\"url\": {\"a\": 1}} | url",
                "{\"url\": \"https://hooks.example/\", \"event_types\": []} | event_types",
                "{\"url\": \"https://hooks.example/\", \"event_types\": [\"Build\"]} | event_types",
                "{\"url\": \"https://hooks.example/\", \"event_types\": [null]} | event_types",
                "{\"url\": \"https://hooks.example/\", \"event_types\": [\"app.*\"]} | cannot express app.*",
                "{\"url\": \"https://hooks.example/\", \"event_types\": [\"*\"]} | cannot express",
                "{\"url\": \"https://hooks.example/\", \"format\": \"xml\"} | format",
                "{\"url\": \"https://hooks.example/\", \"owner\": \"Not A Slug\"} | owner",
                "{\"url\": \"https://hooks.example/\", \"owner\": \"Acme\"} | owner",
                "not json | JSON",
                "[] | body",
                "null | required",
            })
    void aWrongBodyIsRefusedWithWhatToMend(String body, String hint) {
        // When Then
        given().header("Authorization", TestIdentity.administratorOf(tenant))
                .contentType(ContentType.JSON)
                .body(body)
                .post(TestApi.ENDPOINTS)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(hint));
    }

    @Test
    void withoutAnIdentityNothingIsAnswered() {
        // When Then
        given().get(TestApi.ENDPOINTS).then().statusCode(401);
        given().contentType(ContentType.JSON)
                .body(Map.of("url", URL))
                .post(TestApi.ENDPOINTS)
                .then()
                .statusCode(401);
    }

    @Test
    void onlyAnAdministratorOfTheTenantMakesEndpoints() {
        // When Then
        TestApi.post(TestIdentity.member(tenant), Map.of("url", URL)).then().statusCode(403);
        TestApi.post(TestIdentity.reader(tenant), Map.of("url", URL, "owner", tenant))
                .then()
                .statusCode(403);
        TestApi.post(TestIdentity.anonymous(), Map.of("url", URL)).then().statusCode(403);
    }

    @Test
    void anotherTenantIsAnsweredAsIfItDidNotExist() {
        // When Then
        TestApi.post(TestIdentity.administratorOf(tenant), Map.of("url", URL, "owner", "somebody-else"))
                .then()
                .statusCode(404);
    }

    @Test
    void whoHasSeveralTenantsSaysWhich() {
        // Given
        String both = TestIdentity.token(new Principal(
                "ada",
                false,
                "credential",
                Dialect.NATIVE,
                Set.of(Scope.ADMIN),
                Map.of(tenant, TenantRole.ADMIN, "b-" + tenant, TenantRole.ADMIN, "c", TenantRole.READER),
                false,
                null));

        // When Then
        TestApi.post(both, Map.of("url", URL)).then().statusCode(400).body("detail", containsString("b-" + tenant));
        TestApi.post(both, Map.of("url", URL, "owner", "b-" + tenant)).then().statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"another-tenant", "unknown", "not-a-uuid"})
    void unknownAndForeignEndpointsAreAnsweredAlike(String whose) {
        // Given
        Made foreign = TestApi.endpoint(TestIdentity.administratorOf("o-" + tenant), Map.of("url", URL));
        Map<String, String> ids = new HashMap<>();
        ids.put("another-tenant", foreign.id());
        ids.put("unknown", UUID.randomUUID().toString());
        ids.put("not-a-uuid", "7");
        String authorization = TestIdentity.administratorOf(tenant);
        String path = TestApi.ENDPOINTS + "/" + ids.get(whose);

        // When
        String detail = TestApi.get(authorization, path)
                .then()
                .statusCode(404)
                .extract()
                .jsonPath()
                .getString("detail");
        given().header("Authorization", authorization).delete(path).then().statusCode(404);

        // Then
        assertThat(detail).isEqualTo("there is no such webhook endpoint");
        TestApi.get(TestIdentity.administratorOf("o-" + tenant), TestApi.ENDPOINTS + "/" + foreign.id())
                .then()
                .statusCode(200);
    }

    @Test
    void aMemberSeesButDoesNotDelete() {
        // Given
        Made made = TestApi.endpoint(TestIdentity.administratorOf(tenant), Map.of("url", URL));
        String path = TestApi.ENDPOINTS + "/" + made.id();

        // When Then
        TestApi.get(TestIdentity.member(tenant), path).then().statusCode(200);
        given().header("Authorization", TestIdentity.member(tenant))
                .delete(path)
                .then()
                .statusCode(403);
    }

    @Test
    void endpointsAreListedInPagesNewestFirst() {
        // Given
        String authorization = TestIdentity.administratorOf(tenant);
        List<String> made = List.of(
                TestApi.endpoint(authorization, Map.of("url", URL)).id(),
                TestApi.endpoint(authorization, Map.of("url", URL)).id(),
                TestApi.endpoint(authorization, Map.of("url", URL)).id());

        // When
        JsonPath first =
                TestApi.get(authorization, TestApi.ENDPOINTS + "?limit=2").jsonPath();
        JsonPath second = TestApi.get(authorization, TestApi.ENDPOINTS + "?limit=2&cursor=" + first.getString("next"))
                .jsonPath();

        // Then
        assertThat(first.getList("items.id")).isEqualTo(List.of(made.get(2), made.get(1)));
        assertThat(second.getList("items.id")).isEqualTo(List.of(made.get(0)));
        assertThat(second.getString("next")).isNull();
        TestApi.get(TestIdentity.admin(), TestApi.ENDPOINTS).then().body("items.id", hasItem(made.get(2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "limit=x", "cursor=%21"})
    void aWrongPageIsRefused(String query) {
        // When
        int status = TestApi.get(TestIdentity.administratorOf(tenant), TestApi.ENDPOINTS + "?" + query)
                .statusCode();

        // Then
        assertThat(status).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"endpoint_id=7", "build_id=7", "status=LOST", "cursor=x", "limit=x"})
    void aWrongFilterIsRefused(String query) {
        // When Then
        TestApi.get(TestIdentity.administratorOf(tenant), TestApi.DELIVERIES + "?" + query)
                .then()
                .statusCode(400);
    }

    @Test
    void aDeliveryThatDoesNotExistIsNotFound() {
        // When Then
        TestApi.get(TestIdentity.admin(), TestApi.DELIVERIES + "/" + UUID.randomUUID())
                .then()
                .statusCode(404);
    }

    @Test
    void theSameIdempotencyKeyMakesOneEndpoint() {
        // Given
        String key = UUID.randomUUID().toString();

        // When
        JsonPath first = postWithKey(key, URL, 201);
        JsonPath again = postWithKey(key, URL, 201);
        postWithKey(key, URL + "/other", 422);

        // Then
        assertThat(again.getString("id")).isEqualTo(first.getString("id"));
        assertThat(again.getString("secret")).isEqualTo(first.getString("secret"));
    }

    private JsonPath postWithKey(String key, String url, int status) {
        return given().header("Authorization", TestIdentity.administratorOf(tenant))
                .header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(Map.of("url", url))
                .post(TestApi.ENDPOINTS)
                .then()
                .statusCode(status)
                .extract()
                .jsonPath();
    }
}
