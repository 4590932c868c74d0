package dev.slipway.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.dialects.Dialect;
import dev.slipway.dialects.ErrorCode;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.servers.TestKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InternalTokensTest {

    private static final Principal ANN = new Principal(
            "ann",
            false,
            "c-1",
            Dialect.DAOCLOUD,
            Set.of(Scope.READ, Scope.BUILD),
            Map.of("acme", TenantRole.MEMBER, "umbrella", TenantRole.READER),
            false,
            null);

    @TempDir
    private Path folder;

    private TestKeys keys;
    private InternalTokens gateway;
    private InternalTokens service;

    @BeforeEach
    void start() {
        keys = TestKeys.in(folder, "api-gateway", "pipeline-service");
        keys.addUntrusted("stranger");
        gateway = tokens("api-gateway");
        service = tokens("pipeline-service");
    }

    @Test
    void whatTheGatewaySaysOfACallerArrives() {
        // When
        Principal arrived = service.verify(gateway.mint(ANN));

        // Then
        assertThat(arrived).isEqualTo(ANN);
    }

    @Test
    void anAdministratorAndAnAnonymousCallerArriveAsSuch() {
        Principal administrator =
                new Principal("root", false, "c-2", Dialect.NATIVE, Set.of(Scope.values()), Map.of(), true, null);

        // When, Then
        assertThat(service.verify(gateway.mint(administrator))).isEqualTo(administrator);
        assertThat(service.verify(gateway.mint(Principal.anonymous(Dialect.OCI))))
                .isEqualTo(Principal.anonymous(Dialect.OCI));
    }

    @Test
    void aServiceThatActsForSomebodySaysSo() {
        // When
        Principal arrived = gateway.verify(service.mintOnBehalfOf(ANN));

        // Then
        assertThat(arrived.name()).isEqualTo("ann");
        assertThat(arrived.actingService()).isEqualTo("pipeline-service");
    }

    @Test
    void aTokenLivesForSixtySecondsAtMost() throws Exception {
        // When
        String token = gateway.mint(ANN);

        // Then
        String json = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
        long seconds = JwtClaims.parse(json).getExpirationTime().getValue() - System.currentTimeMillis() / 1000;
        assertThat(seconds).isBetween(58L, 60L);
    }

    @Test
    void aTokenOfSomebodyWhomNobodyTrustsIsRefused() {
        assertRefused(signed("stranger", "stranger", claims -> {}));
    }

    @Test
    void aKeyThatIsNotTheOneOfItsNameIsRefused() {
        assertRefused(signed("stranger", "api-gateway", claims -> claims.setIssuer("api-gateway")));
    }

    @Test
    void aTrustedServiceMayNotSpeakInTheNameOfAnother() {
        assertRefused(signed("pipeline-service", "pipeline-service", claims -> claims.setIssuer("api-gateway")));
    }

    @Test
    void aTrustedServiceMayNotActAsAnother() {
        assertRefused(
                signed("pipeline-service", "pipeline-service", claims -> claims.setStringClaim("act", "app-service")));
    }

    @Test
    void aTokenWithoutAnIssuerIsRefused() {
        assertRefused(signed("api-gateway", "api-gateway", claims -> claims.unsetClaim("iss")));
    }

    @Test
    void anExpiredTokenIsRefused() {
        assertRefused(signed(
                "api-gateway",
                "api-gateway",
                claims -> claims.setExpirationTime(NumericDate.fromSeconds(System.currentTimeMillis() / 1000 - 30))));
    }

    @Test
    void aTokenThatWouldLiveForLongIsRefused() {
        assertRefused(signed(
                "api-gateway",
                "api-gateway",
                claims -> claims.setExpirationTime(NumericDate.fromSeconds(System.currentTimeMillis() / 1000 + 100))));
    }

    @Test
    void aTokenWithoutAnEndIsRefused() {
        assertRefused(signed("api-gateway", "api-gateway", claims -> claims.unsetClaim("exp")));
    }

    @Test
    void aTokenForAnotherAudienceIsRefused() {
        assertRefused(signed("api-gateway", "api-gateway", claims -> claims.setAudience("elsewhere")));
    }

    @Test
    void aTokenWithoutASubjectIsRefused() {
        assertRefused(signed("api-gateway", "api-gateway", claims -> claims.unsetClaim("sub")));
    }

    @Test
    void aTokenWithAScopeOrADialectThatNobodyKnowsIsRefused() {
        assertRefused(signed(
                "api-gateway", "api-gateway", claims -> claims.setStringListClaim("scopes", List.of("everything"))));
        assertRefused(signed("api-gateway", "api-gateway", claims -> claims.setStringClaim("dialect", "KLINGON")));
    }

    @Test
    void aTokenWithoutASignatureIsRefused() throws Exception {
        JsonWebSignature unsigned = new JsonWebSignature();
        unsigned.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        unsigned.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
        unsigned.setKeyIdHeaderValue("api-gateway");
        unsigned.setPayload(claims("api-gateway").toJson());

        // When, Then
        assertRefused(unsigned.getCompactSerialization());
    }

    @Test
    void thePublicKeyIsNoSharedSecret() throws Exception {
        byte[] publicKey =
                IdentityKeys.trusted(keys.trustedKeys()).get("api-gateway").getEncoded();
        JsonWebSignature confused = new JsonWebSignature();
        confused.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        confused.setKeyIdHeaderValue("api-gateway");
        confused.setPayload(claims("api-gateway").toJson());
        confused.setKey(new HmacKey(publicKey));

        // When, Then
        assertRefused(confused.getCompactSerialization());
    }

    @Test
    void everyChangedCharacterIsNoticed() {
        String token = gateway.mint(ANN);
        int payload = token.indexOf('.') + 1;
        for (int i = payload; i < token.length() - 1; i += 7) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            assertRefused(token.substring(0, i) + other + token.substring(i + 1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "a.b.c.d.e", "\u0000", "🙂"})
    void whatIsNoTokenIsRefused(String text) {
        assertRefused(text);
    }

    @Test
    void aServiceWithoutAKeyVerifiesButCannotSign() {
        InternalTokens keyless = new InternalTokens(
                "webhook-service", Optional.empty(), keys.trustedKeys().toString());

        // When, Then
        assertThatCode(() -> keyless.verify(gateway.mint(ANN))).doesNotThrowAnyException();
        assertThatThrownBy(() -> keyless.mint(ANN)).hasMessageContaining("private-key-file");
    }

    @Test
    void aMissingFolderOfTrustedKeysEndsTheStart() {
        assertThatThrownBy(() -> new InternalTokens(
                        "x", Optional.empty(), folder.resolve("none").toString()))
                .hasMessageContaining("trusted-keys-dir");
    }

    private void assertRefused(String token) {
        assertThatThrownBy(() -> service.verify(token))
                .isInstanceOfSatisfying(
                        SlipwayException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAUTHENTICATED));
    }

    private InternalTokens tokens(String name) {
        return new InternalTokens(
                name,
                Optional.of(keys.privateKey(name).toString()),
                keys.trustedKeys().toString());
    }

    private static JwtClaims claims(String issuer) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(issuer);
        claims.setAudience("slipway");
        claims.setSubject("ann");
        claims.setExpirationTime(NumericDate.fromSeconds(System.currentTimeMillis() / 1000 + 50));
        claims.setStringClaim("cred", "c-1");
        claims.setStringClaim("dialect", "NATIVE");
        claims.setStringListClaim("scopes", List.of("read"));
        return claims;
    }

    /** A token as anybody with a key could make it. */
    private String signed(String keyOf, String keyId, Consumer<JwtClaims> change) {
        try {
            JwtClaims claims = claims(keyOf);
            change.accept(claims);
            JsonWebSignature signature = new JsonWebSignature();
            signature.setPayload(claims.toJson());
            signature.setKeyIdHeaderValue(keyId);
            signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.EDDSA);
            signature.setKey(IdentityKeys.privateKey(keys.privateKey(keyOf)));
            return signature.getCompactSerialization();
        } catch (org.jose4j.lang.JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
