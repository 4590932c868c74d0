package dev.slipway.build;

import static io.restassured.RestAssured.given;

import dev.slipway.testkit.TestIdentity;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls of the service as its callers make them. */
public final class Api {

    /** Nobody knows it: builds of it never begin to be cloned, because nobody resolves a commit id. */
    public static final String SOME_SHA = "5785e42c7d6bfa754fc4765756e773ead6674aa1";

    private static final AtomicInteger COUNTER = new AtomicInteger();

    private Api() {}

    public static RequestSpecification as(String authorization) {
        return given().header("Authorization", authorization);
    }

    public static RequestSpecification admin() {
        return as(TestIdentity.admin());
    }

    /** {@code owner/repository-1}, {@code owner/repository-2} … */
    public static String freshRepository(String owner) {
        return owner + "/repository-" + COUNTER.incrementAndGet();
    }

    /** A flow whose repository cannot be reached, for tests that never clone. */
    public static String flow(String repository) {
        return flow(repository, Map.of());
    }

    public static String flow(String repository, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(Map.of(
                "name",
                "A flow",
                "repository",
                repository,
                "source_url",
                "https://git.example.invalid/some/where.git"));
        body.putAll(more);
        Response answer = admin().contentType("application/json").body(body).post("/platform/v1/flows");
        answer.then().statusCode(201);
        return answer.path("id");
    }

    /** A build of a commit id; git is not asked for it. */
    public static String build(String flowId) {
        return build(flowId, Map.of("sha", SOME_SHA));
    }

    public static String build(String flowId, Map<String, Object> body) {
        Response answer = admin().contentType("application/json").body(body).post(builds(flowId));
        answer.then().statusCode(201);
        return answer.path("id");
    }

    public static String builds(String flowId) {
        return "/platform/v1/flows/" + flowId + "/builds";
    }

    public static String nobodysId() {
        return UUID.randomUUID().toString();
    }
}
