package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TenantsApiTest extends GatewayTest {

    @Test
    void an_administrator_makes_a_tenant_and_says_who_is_in_it() {
        // Given
        String slug = newTenant();
        String login = newUser();

        // When
        HttpResponse<String> joined =
                put("/platform/v1/tenants/" + slug + "/members/" + login, ADMIN, "{\"role\":\"reader\"}");
        HttpResponse<String> changed =
                put("/platform/v1/tenants/" + slug + "/members/" + login, ADMIN, "{\"role\":\"admin\"}");

        // Then
        assertThat(joined.statusCode()).isEqualTo(200);
        assertThat(read(changed).path("role").asText()).isEqualTo("admin");
        JsonNode members = read(get("/platform/v1/tenants/" + slug + "/members", ADMIN));
        assertThat(members.path("items")).hasSize(1);
        assertThat(members.at("/items/0/login").asText()).isEqualTo(login);
    }

    @Test
    void a_tenants_administrator_says_who_is_in_it_and_a_member_only_sees_it() {
        // Given
        String slug = newTenant();
        String chief = member(slug, "admin");
        String member = member(slug, "member");
        String newcomer = newUser();
        String path = "/platform/v1/tenants/" + slug + "/members/" + newcomer;

        // Then
        assertThat(get("/platform/v1/tenants/" + slug, member).statusCode()).isEqualTo(200);
        assertThat(put(path, member, "{\"role\":\"member\"}").statusCode()).isEqualTo(403);
        assertThat(put(path, chief, "{\"role\":\"member\"}").statusCode()).isEqualTo(200);
        assertThat(delete(path, member).statusCode()).isEqualTo(403);
        assertThat(delete(path, chief).statusCode()).isEqualTo(204);
        assertThat(delete(path, chief).statusCode()).isEqualTo(404);
    }

    @Test
    void a_foreign_tenant_answers_like_an_unknown_one() {
        // Given
        String slug = newTenant();
        String stranger = "Bearer " + newToken(newUser()).path("token").asText();

        // Then
        for (String path : new String[] {"", "/members"}) {
            HttpResponse<String> foreign = get("/platform/v1/tenants/" + slug + path, stranger);
            HttpResponse<String> unknown = get("/platform/v1/tenants/no-such-tenant" + path, stranger);
            assertThat(foreign.statusCode()).isEqualTo(404);
            assertThat(read(foreign).path("detail")).isEqualTo(read(unknown).path("detail"));
        }
        assertThat(put("/platform/v1/tenants/" + slug + "/members/admin", stranger, "{\"role\":\"admin\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(read(get("/platform/v1/tenants", stranger)).toString()).doesNotContain(slug);
    }

    @Test
    void making_tenants_is_for_administrators_of_the_platform_and_a_slug_is_given_once() {
        // Given
        String slug = newTenant();
        String mine = "Bearer " + newToken(newUser()).path("token").asText();

        // Then
        assertThat(post("/platform/v1/tenants", mine, "{\"slug\":\"mine\"}").statusCode())
                .isEqualTo(403);
        assertThat(post("/platform/v1/tenants", ADMIN, "{\"slug\":\"" + slug + "\"}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(post("/platform/v1/tenants", ADMIN, "{\"slug\":\"No Good\"}").statusCode())
                .isEqualTo(400);
        assertThat(put("/platform/v1/tenants/" + slug + "/members/nobody-at-all", ADMIN, "{\"role\":\"member\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(put("/platform/v1/tenants/" + slug + "/members/admin", ADMIN, "{\"role\":\"king\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    private String newTenant() {
        String slug = "t" + UUID.randomUUID().toString().substring(0, 12);
        HttpResponse<String> made = post("/platform/v1/tenants", ADMIN, "{\"slug\":\"" + slug + "\"}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return slug;
    }

    private String member(String slug, String role) {
        String login = newUser();
        put("/platform/v1/tenants/" + slug + "/members/" + login, ADMIN, "{\"role\":\"" + role + "\"}");
        return "Bearer " + newToken(login).path("token").asText();
    }
}
