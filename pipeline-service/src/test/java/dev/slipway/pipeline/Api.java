package dev.slipway.pipeline;

import static io.restassured.RestAssured.given;

import dev.slipway.testkit.TestIdentity;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Calls of the service as its callers make them. */
public final class Api {

    public static final String PIPELINES = "/platform/v1/pipelines";
    public static final String RUNS = "/platform/v1/pipeline-runs";

    private Api() {}

    public static RequestSpecification as(String authorization) {
        return given().header("Authorization", authorization).contentType("application/json");
    }

    public static RequestSpecification administrator() {
        return as(TestIdentity.administratorOf("acme"));
    }

    public static RequestSpecification member() {
        return as(TestIdentity.member("acme"));
    }

    public static RequestSpecification reader() {
        return as(TestIdentity.reader("acme"));
    }

    public static RequestSpecification stranger() {
        return as(TestIdentity.administratorOf("other"));
    }

    /** Stages of so many steps each. */
    public static List<Map<String, Object>> stages(int... stepsOfStages) {
        return Arrays.stream(stepsOfStages)
                .mapToObj(steps ->
                        Map.<String, Object>of("name", "of " + steps, "steps", Collections.nCopies(steps, step())))
                .toList();
    }

    public static Map<String, Object> step() {
        return Map.of("flow_id", UUID.randomUUID().toString(), "branch", "main");
    }

    /** A body that is accepted, with a name that no other test uses. */
    public static Map<String, Object> pipelineBody(int... stepsOfStages) {
        return Map.of("name", "release " + UUID.randomUUID(), "owner", "acme", "stages", stages(stepsOfStages));
    }

    public static String pipeline(int... stepsOfStages) {
        return administrator()
                .body(pipelineBody(stepsOfStages))
                .post(PIPELINES)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    public static UUID run(String pipelineId) {
        return UUID.fromString(member().post(PIPELINES + "/" + pipelineId + "/runs")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    public static JsonPath runOf(UUID id) {
        return reader().get(RUNS + "/" + id).then().statusCode(200).extract().jsonPath();
    }

    public static String statusOf(UUID run) {
        return runOf(run).getString("status");
    }
}
