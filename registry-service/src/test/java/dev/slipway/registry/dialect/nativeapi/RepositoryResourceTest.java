package dev.slipway.registry.dialect.nativeapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.registry.RegistryClient;
import dev.slipway.registry.RegistryTest;
import dev.slipway.registry.storage.Digest;
import dev.slipway.testkit.TestIdentity;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@RegistryTest
class RepositoryResourceTest {

    private static final String REPOSITORIES = "/platform/v1/repositories";

    /** A tenant of its own, so that no other test's repositories are listed. */
    private final String tenant = "t" + UUID.randomUUID().toString().substring(0, 8);

    private final RegistryClient member = RegistryClient.as(() -> TestIdentity.member(tenant));
    private final RegistryClient stranger = RegistryClient.as(() -> TestIdentity.administratorOf("other"));
    private final RegistryClient admin = RegistryClient.as(TestIdentity::admin);

    @Test
    void theCallersRepositoriesAreListedInPages() {
        // Given
        List.of("a", "b", "c").forEach(name -> member.pushImage(tenant + "/" + name, "v1", "layer"));

        // When
        Map<String, Object> first = RegistryClient.json(member.get(REPOSITORIES + "?limit=2"));
        Map<String, Object> second =
                RegistryClient.json(member.get(REPOSITORIES + "?limit=2&cursor=" + first.get("next")));

        // Then
        assertThat(items(first)).extracting(item -> item.get("name")).containsExactly(tenant + "/a", tenant + "/b");
        assertThat(items(second))
                .singleElement()
                .satisfies(item -> assertThat(item)
                        .containsEntry("name", tenant + "/c")
                        .containsEntry("owner", tenant)
                        .containsKeys("id", "created_at"));
        assertThat(second.get("next")).isNull();
    }

    @Test
    void anAdministratorSeesRepositoriesOfEveryTenant() {
        // Given
        member.pushImage(tenant + "/a", "v1", "layer");

        // When
        Map<String, Object> page = RegistryClient.json(admin.get(REPOSITORIES + "?limit=200"));

        // Then
        assertThat(items(page)).extracting(item -> item.get("owner")).contains(tenant);
    }

    @Test
    void theTagsOfARepositoryAreListed() {
        // Given
        byte[] manifest = member.pushImage(tenant + "/a", "v1", "layer");
        String id = idOf(tenant + "/a");

        // When
        Map<String, Object> page = RegistryClient.json(member.get(REPOSITORIES + "/" + id + "/tags"));

        // Then
        assertThat(items(page))
                .singleElement()
                .satisfies(item -> assertThat(item)
                        .containsEntry("name", "v1")
                        .containsEntry("digest", Digest.of(manifest).toString())
                        .containsEntry("media_type", RegistryClient.OCI_IMAGE)
                        .containsEntry("size_bytes", manifest.length + 10));
    }

    @Test
    void aForeignRepositoryAnswersAsAnUnknownOne() {
        // Given
        member.pushImage(tenant + "/a", "v1", "layer");
        String id = idOf(tenant + "/a");

        // When
        HttpResponse<byte[]> foreign = stranger.get(REPOSITORIES + "/" + id);
        HttpResponse<byte[]> foreignTags = stranger.get(REPOSITORIES + "/" + id + "/tags");
        HttpResponse<byte[]> unknown = member.get(REPOSITORIES + "/" + UUID.randomUUID());
        HttpResponse<byte[]> noId = member.get(REPOSITORIES + "/mine");

        // Then
        assertThat(List.of(foreign, foreignTags, unknown, noId)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(RegistryClient.json(answer)).containsEntry("detail", "there is no such repository");
        });
        assertThat(member.get(REPOSITORIES + "/" + id).statusCode()).isEqualTo(200);
    }

    @Test
    void aMalformedPageIsRefused() {
        // When
        HttpResponse<byte[]> cursor = member.get(REPOSITORIES + "?cursor=%7B");
        HttpResponse<byte[]> limit = member.get(REPOSITORIES + "?limit=0");
        HttpResponse<byte[]> word = member.get(REPOSITORIES + "?limit=x");

        // Then
        assertThat(cursor.statusCode()).isEqualTo(400);
        assertThat(limit.statusCode()).isEqualTo(400);
        assertThat(word.statusCode()).isEqualTo(400);
    }

    private String idOf(String name) {
        return items(RegistryClient.json(member.get(REPOSITORIES))).stream()
                .filter(item -> name.equals(item.get("name")))
                .map(item -> String.valueOf(item.get("id")))
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> items(Map<String, Object> page) {
        return (List<Map<String, Object>>) page.get("items");
    }
}
