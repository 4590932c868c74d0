package dev.slipway.webhook;

import static io.restassured.RestAssured.given;

import dev.slipway.testkit.TestIdentity;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** The service's native API as scripts use it. */
public final class TestApi {

    public static final String ENDPOINTS = "/platform/v1/webhook-endpoints";
    public static final String DELIVERIES = "/platform/v1/deliveries";

    private TestApi() {}

    /** An endpoint as its maker sees it. */
    public record Made(String id, String secret) {}

    /** Makes an endpoint for the tenant's build events. */
    public static Made endpoint(String tenant, URI url) {
        return endpoint(TestIdentity.administratorOf(tenant), Map.of("url", url.toString()));
    }

    public static Made endpoint(String authorization, Map<String, Object> body) {
        JsonPath made =
                post(authorization, body).then().statusCode(201).extract().jsonPath();
        return new Made(made.getString("id"), made.getString("secret"));
    }

    public static Response post(String authorization, Object body) {
        return given().header("Authorization", authorization)
                .contentType(ContentType.JSON)
                .body(body)
                .post(ENDPOINTS);
    }

    public static Response get(String authorization, String path) {
        return given().header("Authorization", authorization).get(path);
    }

    /** The endpoint's deliveries, newest first. */
    public static List<Map<String, Object>> deliveries(String endpointId) {
        return get(TestIdentity.admin(), DELIVERIES + "?limit=200&endpoint_id=" + endpointId)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items");
    }
}
