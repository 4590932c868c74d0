package dev.slipway.registry.dialect.oci;

import static dev.slipway.registry.RegistryClient.errorCode;
import static dev.slipway.registry.RegistryClient.location;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.registry.RegistryClient;
import dev.slipway.registry.RegistryTest;
import dev.slipway.registry.storage.Digest;
import dev.slipway.testkit.TestIdentity;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@RegistryTest
class UploadResourceTest {

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
    private static final Digest HELLO_DIGEST = Digest.of(HELLO);
    private static final byte[] NOTHING = new byte[0];

    private final RegistryClient member = RegistryClient.as(() -> TestIdentity.member("acme"));
    private final RegistryClient reader = RegistryClient.as(() -> TestIdentity.reader("acme"));
    private final RegistryClient stranger = RegistryClient.as(() -> TestIdentity.administratorOf("other"));
    private final RegistryClient anonymous = RegistryClient.as(TestIdentity::anonymous);
    private final String name = RegistryClient.newName("acme");

    @Test
    void aBlobIsPushedInOneRequest() {
        // When
        HttpResponse<byte[]> answer = member.post(uploads() + "?digest=" + HELLO_DIGEST, HELLO);

        // Then
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(location(answer)).isEqualTo("/v2/" + name + "/blobs/" + HELLO_DIGEST);
        assertThat(member.get(location(answer)).body()).isEqualTo(HELLO);
    }

    @Test
    void aBlobIsPushedByPostThenPut() {
        // Given
        HttpResponse<byte[]> begun = member.post(uploads(), NOTHING);

        // When
        HttpResponse<byte[]> answer = member.put(location(begun) + "?digest=" + HELLO_DIGEST, HELLO);

        // Then
        assertThat(begun.statusCode()).isEqualTo(202);
        assertThat(begun.headers().firstValue("Docker-Upload-UUID")).isPresent();
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Docker-Content-Digest")).contains(HELLO_DIGEST.toString());
    }

    @Test
    void aBlobIsPushedInChunks() {
        // Given
        String upload = member.beginUpload(name);

        // When
        HttpResponse<byte[]> first = member.patch(upload, part(0, 3), "Content-Range", "0-2");
        HttpResponse<byte[]> second = member.patch(upload, part(3, 5), "Content-Range", "3-4");
        HttpResponse<byte[]> finished = member.put(upload + "?digest=" + HELLO_DIGEST, NOTHING);

        // Then
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(first.headers().firstValue("Range")).contains("0-2");
        assertThat(second.headers().firstValue("Range")).contains("0-4");
        assertThat(finished.statusCode()).isEqualTo(201);
        assertThat(member.get(location(finished)).body()).isEqualTo(HELLO);
    }

    @Test
    void anUploadTellsHowFarItIs() {
        // Given
        String upload = member.beginUpload(name);
        member.patch(upload, part(0, 3));

        // When
        HttpResponse<byte[]> status = member.get(upload);

        // Then
        assertThat(status.statusCode()).isEqualTo(204);
        assertThat(status.headers().firstValue("Range")).contains("0-2");
        assertThat(location(status)).isEqualTo(upload);
    }

    @Test
    void aChunkOutOfOrderIsRefusedAndTheUploadStays() {
        // Given
        String upload = member.beginUpload(name);
        member.patch(upload, part(0, 3), "Content-Range", "0-2");

        // When
        HttpResponse<byte[]> answer = member.patch(upload, part(3, 5), "Content-Range", "4-5");

        // Then
        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(errorCode(answer)).isEqualTo("BLOB_UPLOAD_INVALID");
        assertThat(member.get(upload).headers().firstValue("Range")).contains("0-2");
    }

    @Test
    void aChunkShorterThanItSaysIsForgotten() {
        // Given
        String upload = member.beginUpload(name);
        member.patch(upload, part(0, 3), "Content-Range", "0-2");

        // When
        HttpResponse<byte[]> answer = member.patch(upload, part(3, 5), "Content-Range", "3-9");
        HttpResponse<byte[]> mended = member.put(upload + "?digest=" + HELLO_DIGEST, part(3, 5));

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(errorCode(answer)).isEqualTo("SIZE_INVALID");
        assertThat(mended.statusCode()).isEqualTo(201);
    }

    @Test
    void aMalformedContentRangeIsRefused() {
        // Given
        String upload = member.beginUpload(name);

        // When
        HttpResponse<byte[]> answer = member.patch(upload, HELLO, "Content-Range", "from here on");

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(errorCode(answer)).isEqualTo("BLOB_UPLOAD_INVALID");
    }

    @Test
    void aWrongDigestThrowsTheUploadAway() {
        // Given
        String upload = member.beginUpload(name);

        // When
        HttpResponse<byte[]> answer = member.put(upload + "?digest=" + Digest.of(NOTHING), HELLO);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(errorCode(answer)).isEqualTo("DIGEST_INVALID");
        assertThat(member.get(upload).statusCode()).isEqualTo(404);
        assertThat(member.get("/v2/" + name + "/blobs/" + HELLO_DIGEST).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aWrongDigestInOneRequestIsRefused() {
        // When
        HttpResponse<byte[]> answer = member.post(uploads() + "?digest=" + Digest.of(NOTHING), HELLO);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(errorCode(answer)).isEqualTo("DIGEST_INVALID");
    }

    @Test
    void aMalformedOrMissingDigestIsRefused() {
        // Given
        String upload = member.beginUpload(name);

        // When
        HttpResponse<byte[]> malformed = member.put(upload + "?digest=sha256:xyz", HELLO);
        HttpResponse<byte[]> otherAlgorithm = member.put(upload + "?digest=md5:00", HELLO);
        HttpResponse<byte[]> missing = member.put(upload, HELLO);

        // Then
        assertThat(malformed.statusCode()).isEqualTo(400);
        assertThat(errorCode(malformed)).isEqualTo("DIGEST_INVALID");
        assertThat(errorCode(otherAlgorithm)).isEqualTo("DIGEST_INVALID");
        assertThat(errorCode(missing)).isEqualTo("DIGEST_INVALID");
    }

    @Test
    void anUploadIsCancelled() {
        // Given
        String upload = member.beginUpload(name);

        // When
        HttpResponse<byte[]> answer = member.delete(upload);

        // Then
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(errorCode(member.patch(upload, HELLO))).isEqualTo("BLOB_UPLOAD_UNKNOWN");
        assertThat(member.delete(upload).statusCode()).isEqualTo(404);
    }

    @Test
    void anUnknownOrForeignUploadIsUnknown() {
        // Given
        String upload = member.beginUpload(name);
        String id = upload.substring(upload.lastIndexOf('/'));

        // When
        HttpResponse<byte[]> unknown = member.patch(uploads() + UUID.randomUUID(), HELLO);
        HttpResponse<byte[]> noId = member.patch(uploads() + "mine", HELLO);
        HttpResponse<byte[]> otherRepository =
                member.patch("/v2/" + RegistryClient.newName("acme") + "/blobs/uploads" + id, HELLO);

        // Then
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(errorCode(unknown)).isEqualTo("BLOB_UPLOAD_UNKNOWN");
        assertThat(errorCode(noId)).isEqualTo("BLOB_UPLOAD_UNKNOWN");
        assertThat(errorCode(otherRepository)).isEqualTo("BLOB_UPLOAD_UNKNOWN");
    }

    @Test
    void onlyAMemberOfTheTenantPushes() {
        // Given
        String upload = member.beginUpload(name);

        // When
        HttpResponse<byte[]> byReader = reader.post(uploads(), NOTHING);
        HttpResponse<byte[]> byStranger = stranger.post(uploads(), NOTHING);
        HttpResponse<byte[]> intoNobodys = stranger.post("/v2/nobody/image/blobs/uploads/", NOTHING);
        HttpResponse<byte[]> byAnonymous = anonymous.post(uploads(), NOTHING);

        // Then
        assertThat(byReader.statusCode()).isEqualTo(403);
        assertThat(errorCode(byReader)).isEqualTo("DENIED");
        assertThat(byStranger.statusCode()).isEqualTo(404);
        assertThat(errorCode(byStranger)).isEqualTo("NAME_UNKNOWN");
        assertThat(intoNobodys.statusCode()).isEqualTo(404);
        assertThat(byAnonymous.statusCode()).isEqualTo(401);
        assertThat(byAnonymous.headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"slipway\"");
        assertThat(stranger.patch(upload, HELLO).statusCode()).isEqualTo(404);
        assertThat(stranger.get(upload).statusCode()).isEqualTo(404);
        assertThat(stranger.put(upload + "?digest=" + HELLO_DIGEST, HELLO).statusCode())
                .isEqualTo(404);
        assertThat(stranger.delete(upload).statusCode()).isEqualTo(404);
    }

    @Test
    void aMalformedNameIsRefused() {
        // When
        HttpResponse<byte[]> upperCase = member.post("/v2/acme/Image/blobs/uploads/", NOTHING);
        HttpResponse<byte[]> tenantAlone = member.post("/v2/acme/blobs/uploads/", NOTHING);

        // Then
        assertThat(upperCase.statusCode()).isEqualTo(400);
        assertThat(errorCode(upperCase)).isEqualTo("NAME_INVALID");
        assertThat(errorCode(tenantAlone)).isEqualTo("NAME_INVALID");
    }

    @Test
    void aBlobOfAnotherRepositoryIsMounted() {
        // Given
        String source = RegistryClient.newName("acme");
        member.pushBlob(source, HELLO);

        // When
        HttpResponse<byte[]> answer = member.post(uploads() + "?mount=" + HELLO_DIGEST + "&from=" + source, NOTHING);

        // Then
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(member.get(location(answer)).body()).isEqualTo(HELLO);
    }

    @Test
    void whatMayNotBeReadIsNotMountedButAskedFor() {
        // Given
        String source = RegistryClient.newName("acme");
        member.pushBlob(source, HELLO);
        String target = RegistryClient.newName("other");

        // When
        HttpResponse<byte[]> foreign =
                stranger.post("/v2/" + target + "/blobs/uploads/?mount=" + HELLO_DIGEST + "&from=" + source, NOTHING);
        HttpResponse<byte[]> unknown =
                member.post(uploads() + "?mount=" + Digest.of(NOTHING) + "&from=" + source, NOTHING);

        // Then
        assertThat(foreign.statusCode()).isEqualTo(202);
        assertThat(stranger.head("/v2/" + target + "/blobs/" + HELLO_DIGEST).statusCode())
                .isEqualTo(404);
        assertThat(unknown.statusCode()).isEqualTo(202);
    }

    private String uploads() {
        return "/v2/" + name + "/blobs/uploads/";
    }

    private static byte[] part(int from, int to) {
        return Arrays.copyOfRange(HELLO, from, to);
    }
}
