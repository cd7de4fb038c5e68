package io.kakuremichi.control.access;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlApi;
import java.util.function.Consumer;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of which tokens are accepted; part of {@link OidcTest}, which has an issuer. */
interface TokensOfIssuer {
    ControlApi control();

    TestIssuer issuer();

    @Test
    default void clocksMayDifferBySomeSeconds() {
        control()
                .withToken(admin(claims -> claims.setNotBefore(in(20))))
                .get("/api/agents")
                .expect(200);
        control()
                .withToken(admin(claims -> expired(claims, 20)))
                .get("/api/agents")
                .expect(200);
    }

    @Test
    default void clocksMayNotDifferMore() {
        assertRefused(admin(claims -> claims.setNotBefore(in(40))));
        assertRefused(admin(claims -> expired(claims, 35)));
    }

    private static void expired(JwtClaims claims, int seconds) {
        claims.setIssuedAt(in(-60));
        claims.setExpirationTime(in(-seconds));
    }

    private static NumericDate in(int seconds) {
        return NumericDate.fromSeconds(NumericDate.now().getValue() + seconds);
    }

    @Test
    default void tokenNeedNotSayWhenItWasIssued() {
        control()
                .withToken(admin(claims -> claims.unsetClaim("iat")))
                .get("/api/agents")
                .expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exp", "sub", "iss", "aud"})
    default void tokenWithoutARequiredClaimIsRefused(String claim) {
        assertRefused(admin(claims -> claims.unsetClaim(claim)));
    }

    @Test
    default void tokenOfAnotherIssuerOrForAnotherAudienceIsRefused() {
        assertRefused(admin(claims -> claims.setIssuer(issuer().address() + "2")));
        assertRefused(admin(claims -> claims.setAudience("shop")));
    }

    @Test
    default void tokenOfAnotherKeyIsRefused() {
        var other = TestIssuer.newKey(issuer().key().getKeyId());

        assertRefused(signed(signature -> signature.setKey(other.getPrivateKey())));
    }

    @Test
    default void tokenWithAnUnknownKeyIdIsRefused() {
        assertRefused(signed(signature -> signature.setKeyIdHeaderValue("unknown")));
    }

    @Test
    default void tokenWithoutAKeyIdIsCheckedWithAllKeys() {
        control()
                .withToken(signed(signature -> signature.setKeyIdHeaderValue(null)))
                .get("/api/agents")
                .expect(200);
    }

    @Test
    default void tokenWithoutASignatureIsRefused() {
        assertRefused(signed(signature -> {
            signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
            signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
            signature.setKey(null);
        }));
    }

    @Test
    default void publicKeyIsNoSharedSecret() {
        assertRefused(signed(signature -> {
            signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
            signature.setKey(new HmacKey(issuer().key().getPublicKey().getEncoded()));
        }));
    }

    @Test
    default void changedTokenIsRefused() {
        var parts = issuer().token("viewer").split("\\.");
        var others = issuer().token("admin").split("\\.");

        assertRefused(parts[0] + "." + others[1] + "." + parts[2]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a.b.c", "..", "eyJhbGciOiJub25lIn0.e30.", "eyJhbGciOiJSUzI1NiJ9.e30.c2ln", "W10.W10.W10", "x"})
    default void whatIsNoTokenIsRefused(String token) {
        assertRefused(token);
    }

    default void assertRefused(String token) {
        var answer = control().withToken(token).get("/api/agents");

        assertError(answer, 401, "UNAUTHORIZED");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    private String admin(Consumer<JwtClaims> change) {
        return issuer().token(change.andThen(claims -> TestIssuer.groups(claims, "admin")), signature -> {});
    }

    private String signed(Consumer<JsonWebSignature> change) {
        return issuer().token(claims -> TestIssuer.groups(claims, "admin"), change);
    }
}
