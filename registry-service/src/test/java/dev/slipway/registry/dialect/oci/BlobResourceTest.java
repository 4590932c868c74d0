package dev.slipway.registry.dialect.oci;

import static dev.slipway.registry.RegistryClient.errorCode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.registry.RegistryClient;
import dev.slipway.registry.RegistryTest;
import dev.slipway.registry.storage.Digest;
import dev.slipway.testkit.TestIdentity;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RegistryTest
class BlobResourceTest {

    private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.UTF_8);

    private final RegistryClient member = RegistryClient.as(() -> TestIdentity.member("acme"));
    private final RegistryClient reader = RegistryClient.as(() -> TestIdentity.reader("acme"));
    private final RegistryClient stranger = RegistryClient.as(() -> TestIdentity.administratorOf("other"));
    private final RegistryClient anonymous = RegistryClient.as(TestIdentity::anonymous);
    private final String name = RegistryClient.newName("acme");
    private final Digest digest = Digest.of(CONTENT);
    private final String path = "/v2/" + name + "/blobs/" + digest;

    @BeforeEach
    void push() {
        member.pushBlob(name, CONTENT);
    }

    @Test
    void aReaderPullsABlobAsItWasPushed() {
        // When
        HttpResponse<byte[]> answer = reader.get(path);

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(CONTENT);
        assertThat(answer.headers().firstValue("Content-Length")).contains("10");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(answer.headers().firstValue("Docker-Content-Digest")).contains(digest.toString());
    }

    @Test
    void headTellsTheLengthWithoutTheContent() {
        // When
        HttpResponse<byte[]> answer = reader.head(path);

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Length")).contains("10");
        assertThat(answer.headers().firstValue("Docker-Content-Digest")).contains(digest.toString());
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aPartOfABlobIsPulled() {
        // When
        HttpResponse<byte[]> answer = reader.get(path, "Range", "bytes=2-4");

        // Then
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).asString(StandardCharsets.UTF_8).isEqualTo("234");
        assertThat(answer.headers().firstValue("Content-Range")).contains("bytes 2-4/10");
    }

    @Test
    void aPartBeyondTheEndIsRefused() {
        // When
        HttpResponse<byte[]> answer = reader.get(path, "Range", "bytes=10-");

        // Then
        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(answer.headers().firstValue("Content-Range")).contains("bytes */10");
    }

    @Test
    void anEmptyBlobIsPulledAsWell() {
        // Given
        Digest empty = member.pushBlob(name, new byte[0]);

        // When
        HttpResponse<byte[]> answer = reader.get("/v2/" + name + "/blobs/" + empty);

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void anUnknownBlobIsUnknown() {
        // Given
        Digest other = Digest.of("other".getBytes(StandardCharsets.UTF_8));

        // When
        HttpResponse<byte[]> answer = reader.get("/v2/" + name + "/blobs/" + other);

        // Then
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(errorCode(answer)).isEqualTo("BLOB_UNKNOWN");
        assertThat(reader.head("/v2/" + name + "/blobs/" + other).statusCode()).isEqualTo(404);
    }

    @Test
    void aBlobIsFoundOnlyInTheRepositoryThatHoldsIt() {
        // Given
        String other = RegistryClient.newName("acme");
        member.pushBlob(other, "something else".getBytes(StandardCharsets.UTF_8));

        // When
        HttpResponse<byte[]> answer = member.get("/v2/" + other + "/blobs/" + digest);

        // Then
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(errorCode(answer)).isEqualTo("BLOB_UNKNOWN");
    }

    @Test
    void aForeignRepositoryAnswersAsAnUnknownOne() {
        // When
        HttpResponse<byte[]> foreign = stranger.get(path);
        HttpResponse<byte[]> unknown = stranger.get(path.replace("image-", "other-"));

        // Then
        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(errorCode(foreign)).isEqualTo("NAME_UNKNOWN");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(errorCode(unknown)).isEqualTo("NAME_UNKNOWN");
        assertThat(stranger.head(path).statusCode()).isEqualTo(404);
        assertThat(stranger.delete(path).statusCode()).isEqualTo(404);
    }

    @Test
    void withoutATokenNothingIsTold() {
        // When
        HttpResponse<byte[]> answer = anonymous.get(path);

        // Then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(errorCode(answer)).isEqualTo("UNAUTHORIZED");
    }

    @Test
    void aMalformedDigestIsRefused() {
        // When
        HttpResponse<byte[]> answer = reader.get("/v2/" + name + "/blobs/sha256:abc");

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(errorCode(answer)).isEqualTo("DIGEST_INVALID");
    }

    @Test
    void aMemberDeletesABlob() {
        // When
        HttpResponse<byte[]> byReader = reader.delete(path);
        HttpResponse<byte[]> byMember = member.delete(path);
        HttpResponse<byte[]> again = member.delete(path);

        // Then
        assertThat(errorCode(byReader)).isEqualTo("DENIED");
        assertThat(byMember.statusCode()).isEqualTo(202);
        assertThat(errorCode(again)).isEqualTo("BLOB_UNKNOWN");
    }

    @Test
    void aBlobThatAnImageNeedsIsNotDeleted() {
        // Given
        member.pushImage(name, "v1", "0123456789");

        // When
        HttpResponse<byte[]> answer = member.delete(path);

        // Then
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(errorCode(answer)).isEqualTo("UNSUPPORTED");
    }

    @Test
    void theVersionCheckNeedsAToken() {
        // When
        HttpResponse<byte[]> known = reader.get("/v2/");
        HttpResponse<byte[]> unknown = anonymous.get("/v2/");

        // Then
        assertThat(known.statusCode()).isEqualTo(200);
        assertThat(known.headers().firstValue("Docker-Distribution-API-Version"))
                .contains("registry/2.0");
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.headers().firstValue("WWW-Authenticate")).isPresent();
    }

    @Test
    void aPathThatNobodyServesIsToldInTheRegistrysEnvelope() {
        // When
        HttpResponse<byte[]> answer = reader.get("/v2/" + name + "/blobs");

        // Then
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(errorCode(answer)).isEqualTo("NAME_UNKNOWN");
    }
}
