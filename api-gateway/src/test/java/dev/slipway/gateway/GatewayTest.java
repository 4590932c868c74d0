package dev.slipway.gateway;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.dialects.Dialects;
import dev.slipway.testkit.SlipwayInfra;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;

/** A running gateway with a real PostgreSQL behind it and real HTTP on both sides. */
@QuarkusTestResource(value = SlipwayInfra.class, initArgs = @ResourceArg(name = SlipwayInfra.SCHEMA, value = "gateway"))
@QuarkusTestResource(UpstreamServices.class)
public abstract class GatewayTest {

    protected static final String ADMIN = "Bearer " + UpstreamServices.ADMIN_TOKEN;
    protected static final Duration LIMIT = Duration.ofSeconds(60);

    private static final int HOUR_SECONDS = 3600;

    protected final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();

    @TestHTTPResource
    protected URI gateway;

    @Inject
    protected ObjectMapper json;

    @Inject
    protected Pool pool;

    protected LocalUpstream upstream;

    @BeforeEach
    void nothingAskedYet() {
        upstream.reset();
    }

    /** Waits for the next hour where the running one is about to end: for tests that follow a quota over several calls. */
    protected static void stayWithinOneHour() {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> Instant.now().getEpochSecond() % HOUR_SECONDS < HOUR_SECONDS - LIMIT.toSeconds());
    }

    protected URI uri(String path) {
        return URI.create("http://" + gateway.getHost() + ":" + gateway.getPort() + path);
    }

    protected HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(LIMIT);
    }

    protected HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    protected HttpResponse<String> get(String path, String authorization) {
        return send(request(path).header("Authorization", authorization));
    }

    /** Asks with a token, carried as the path's dialect carries it. */
    protected HttpResponse<String> getAs(String path, String token) {
        return send(
                switch (Dialects.ofPath("GET", path)) {
                    case SERVERLESS_CD -> request(path).header("cd_token", token);
                    case CODEARTS -> request(path).header("X-Auth-Token", token);
                    case HARBOR, OCI -> request(path).header("Authorization", basic("whoever", token));
                    case DAOCLOUD, DRONE, IMAGEBUILD, NATIVE ->
                        request(path).header("Authorization", "Bearer " + token);
                });
    }

    protected HttpResponse<String> post(String path, String authorization, String body) {
        return send(request(path)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    protected HttpResponse<String> delete(String path, String authorization) {
        return send(request(path).header("Authorization", authorization).DELETE());
    }

    protected JsonNode read(HttpResponse<String> response) {
        try {
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + response.body(), e);
        }
    }

    /** A new user, who is a member of a tenant of its own; its login. */
    /** The value of a new token of that user, with members of the request's body that bound what it may: {@code "dialects":["native"]}. */
    protected String boundedToken(String login, String bounds) {
        HttpResponse<String> made = post(
                "/platform/v1/tokens",
                ADMIN,
                "{\"description\":\"bounded\",\"user\":\"%s\",%s}".formatted(login, bounds));
        if (made.statusCode() != 201) {
            throw new AssertionError(made.statusCode() + " " + made.body());
        }
        return read(made).path("token").asText();
    }

    protected String newUser() {
        String login = "u" + UUID.randomUUID().toString().substring(0, 12);
        HttpResponse<String> made = post(
                "/platform/v1/users",
                ADMIN,
                "{\"login\":\"%s\",\"tenants\":{\"t-%s\":\"member\"}}".formatted(login, login));
        if (made.statusCode() != 201) {
            throw new AssertionError(made.statusCode() + " " + made.body());
        }
        return login;
    }

    /** A new token of that user, with its id and its value. */
    protected JsonNode newToken(String login) {
        HttpResponse<String> made =
                post("/platform/v1/tokens", ADMIN, "{\"description\":\"test\",\"user\":\"%s\"}".formatted(login));
        if (made.statusCode() != 201) {
            throw new AssertionError(made.statusCode() + " " + made.body());
        }
        return read(made);
    }

    protected HttpResponse<String> put(String path, String authorization, String body) {
        return send(request(path)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    protected HttpResponse<String> patch(String path, String authorization, String body) {
        return send(request(path)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Gives a user a password, as an administrator does. */
    protected void setPassword(String login, String password) {
        HttpResponse<String> set =
                put("/platform/v1/users/" + login + "/password", ADMIN, "{\"password\":\"" + password + "\"}");
        if (set.statusCode() != 204) {
            throw new AssertionError(set.statusCode() + " " + set.body());
        }
    }

    protected static String basic(String login, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((login + ':' + password).getBytes(StandardCharsets.UTF_8));
    }

    protected void sql(String statement, Object... parameters) {
        pool.preparedQuery(statement).execute(Tuple.from(parameters)).await().atMost(LIMIT);
    }
}
