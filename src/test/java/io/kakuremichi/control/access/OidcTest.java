package io.kakuremichi.control.access;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.quarkus.test.common.QuarkusTestResource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bearer tokens of the configured issuer. */
@ControlTest
@QuarkusTestResource(value = TestIssuer.class, restrictToAnnotatedClass = true)
class OidcTest {
    private final ControlApi control = ControlApi.ofTest();
    private final String issuer = setting(TestIssuer.ISSUER);
    private final RsaJsonWebKey key = parse(setting(TestIssuer.SIGNING_KEY));

    @ParameterizedTest
    @CsvSource({"admin, 201, 200", "ops, 403, 200", "tunnel-team, 403, 200", "viewer, 403, 200"})
    void groupsGiveRoles(String group, int create, int read) {
        var caller = control.withToken(token(claims -> roles(claims, group)));

        caller.get("/api/agents").expect(read);
        caller.post("/api/agents", Map.of("name", ControlApi.uniqueName("agent")))
                .expect(create);
    }

    @Test
    void theHighestGroupCounts() {
        var caller = control.withToken(token(claims -> roles(claims, "viewer", "admin", "others")));

        caller.get("/api/tokens").expect(200);
    }

    @Test
    void somebodyWithoutAGroupOfOursMayNothing() {
        var caller = control.withToken(token(claims -> roles(claims, "operator", "staff")));

        assertError(caller.get("/api/agents"), 403, "FORBIDDEN");
        assertError(caller.get("/api/unknown"), 403, "FORBIDDEN");
        assertError(control.withToken(token(claims -> {})).get("/api/agents"), 403, "FORBIDDEN");
    }

    @Test
    void whatTheSubjectDidIsAudited() {
        var caller = control.withToken(token(claims -> {
            roles(claims, "admin");
            claims.setSubject("alice");
        }));
        var agent = caller.post("/api/agents", Map.of("name", ControlApi.uniqueName("agent")))
                .expect(201);

        var entry = control.get("/api/audit?actor=oidc:alice&subject=" + agent.uuid("id"))
                .json()
                .path("audit")
                .path(0);

        assertThat(entry.path("action").asText()).isEqualTo("agent.create");
        assertThat(entry.path("role").asText()).isEqualTo("admin");
    }

    @Test
    void expiredTokenIsRefused() {
        assertRefused(token(claims -> claims.setExpirationTimeMinutesInTheFuture(-2)));
    }

    @Test
    void tokenThatIsNotValidYetIsRefused() {
        assertRefused(token(claims -> claims.setNotBeforeMinutesInThePast(-5)));
    }

    @Test
    void tokenWithoutAnEndIsRefused() {
        assertRefused(token(claims -> claims.unsetClaim("exp")));
    }

    @Test
    void tokenWithoutASubjectIsRefused() {
        assertRefused(token(claims -> claims.unsetClaim("sub")));
    }

    @Test
    void tokenOfAnotherIssuerIsRefused() {
        assertRefused(token(claims -> claims.setIssuer(issuer + "2")));
    }

    @Test
    void tokenForAnotherAudienceIsRefused() {
        assertRefused(token(claims -> claims.setAudience("shop")));
        assertRefused(token(claims -> claims.unsetClaim("aud")));
    }

    @Test
    void tokenOfAnotherKeyIsRefused() throws JoseException {
        var other = RsaJwkGenerator.generateJwk(2048);
        other.setKeyId(key.getKeyId());

        assertRefused(sign(admin(), signature -> signature.setKey(other.getPrivateKey())));
    }

    @Test
    void tokenWithAnUnknownKeyIdIsRefused() {
        assertRefused(sign(admin(), signature -> signature.setKeyIdHeaderValue("unknown")));
    }

    @Test
    void tokenWithoutASignatureIsRefused() {
        assertRefused(sign(admin(), signature -> {
            signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
            signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
            signature.setKey(null);
        }));
    }

    @Test
    void publicKeyIsNoSharedSecret() {
        assertRefused(sign(admin(), signature -> {
            signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
            signature.setKey(new HmacKey(key.getPublicKey().getEncoded()));
        }));
    }

    @Test
    void changedTokenIsRefused() {
        var parts = token(claims -> roles(claims, "viewer")).split("\\.");
        var others = token(claims -> roles(claims, "admin")).split("\\.");

        assertRefused(parts[0] + "." + others[1] + "." + parts[2]);
    }

    @Test
    void ownTokensWorkAsBefore() {
        control.get("/api/agents").expect(200);
        control.withRole("viewer").get("/api/agents").expect(200);
    }

    private void assertRefused(String token) {
        var answer = control.withToken(token).get("/api/agents");

        assertError(answer, 401, "UNAUTHORIZED");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    private String token(Consumer<JwtClaims> change) {
        var claims = valid();
        change.accept(claims);
        return sign(claims, signature -> {});
    }

    private JwtClaims admin() {
        var claims = valid();
        roles(claims, "admin");
        return claims;
    }

    private JwtClaims valid() {
        var claims = new JwtClaims();
        claims.setIssuer(issuer);
        claims.setAudience("control");
        claims.setSubject("somebody");
        claims.setExpirationTimeMinutesInTheFuture(5);
        claims.setIssuedAt(NumericDate.now());
        return claims;
    }

    private static void roles(JwtClaims claims, String... roles) {
        claims.setClaim("realm_access", Map.of("roles", List.of(roles)));
    }

    private String sign(JwtClaims claims, Consumer<JsonWebSignature> change) {
        try {
            var signature = new JsonWebSignature();
            signature.setPayload(claims.toJson());
            signature.setKey(key.getPrivateKey());
            signature.setKeyIdHeaderValue(key.getKeyId());
            signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
            change.accept(signature);
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RsaJsonWebKey parse(String json) {
        try {
            return (RsaJsonWebKey) org.jose4j.jwk.JsonWebKey.Factory.newJwk(json);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
