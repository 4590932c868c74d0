package dev.slipway.kit.app;

import static io.restassured.RestAssured.given;

import dev.slipway.dialects.Dialect;
import dev.slipway.kit.identity.InternalTokens;
import dev.slipway.kit.identity.Principal;
import dev.slipway.kit.identity.Scope;
import dev.slipway.kit.identity.TenantRole;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;

/** Requests of a known person to the sample service. */
@Singleton
class SampleCalls {

    static final String SAMPLES = "/platform/v1/samples";

    private final InternalTokens tokens;

    SampleCalls(InternalTokens tokens) {
        this.tokens = tokens;
    }

    static Principal principal(String name) {
        return new Principal(
                name,
                false,
                "credential-of-" + name,
                Dialect.NATIVE,
                Set.of(Scope.READ, Scope.BUILD),
                Map.of("acme", TenantRole.MEMBER),
                false,
                null);
    }

    RequestSpecification as(String name) {
        return given().header("Authorization", "Bearer " + tokens.mint(principal(name)));
    }

    Response post(String json) {
        return as("ann").contentType("application/json").body(json).post(SAMPLES);
    }

    Response post(String key, String json) {
        return post("ann", key, json);
    }

    Response post(String name, String key, String json) {
        return as(name).header("Idempotency-Key", key)
                .contentType("application/json")
                .body(json)
                .post(SAMPLES);
    }
}
