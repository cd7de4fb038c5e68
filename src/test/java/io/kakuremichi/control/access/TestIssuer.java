package io.kakuremichi.control.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** An OIDC issuer of the tests: its metadata, its key, and tokens for the audience {@code control}. */
public final class TestIssuer {
    public static final String ISSUER = "quarkus.oidc.auth-server-url";

    private final int port;
    private final CodeFlow codeFlow = new CodeFlow(this);
    private HttpServer server;
    private volatile RsaJsonWebKey key = newKey("key-1");

    /** An issuer that is down. */
    public TestIssuer(int port) {
        this.port = port;
    }

    /** What makes a Control trust the issuer at this port. */
    public static Map<String, String> settings(int port) {
        return Map.of(
                ISSUER,
                address(port),
                "kakuremichi.oidc.audience",
                "control",
                "kakuremichi.oidc.client-id",
                CodeFlow.CLIENT_ID,
                "kakuremichi.oidc.client-secret",
                CodeFlow.CLIENT_SECRET,
                "kakuremichi.oidc.roles-claim",
                "realm_access/roles",
                "kakuremichi.oidc.roles.operator",
                "ops,tunnel-team");
    }

    private static String address(int port) {
        return "http://localhost:" + port + "/realms/test";
    }

    int port() {
        return port;
    }

    String address() {
        return address(port);
    }

    /** Starts it, unless it runs. */
    public synchronized TestIssuer start() {
        if (server != null) {
            return this;
        }
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        serve("/realms/test/.well-known/openid-configuration", """
                {"issuer": "%1$s", "jwks_uri": "%1$s/jwks", "authorization_endpoint": "%1$s/authorize",
                "token_endpoint": "%1$s/token"}
                """.formatted(address()));
        serve("/realms/test/jwks", null);
        server.createContext("/realms/test/authorize", codeFlow::authorize);
        server.createContext("/realms/test/token", codeFlow::exchange);
        server.start();
        return this;
    }

    private void serve(String path, String json) {
        server.createContext(path, exchange -> {
            var keys = new JsonWebKeySet(key).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
            var body = (json == null ? keys : json).getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    public synchronized void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    /** The sign-in of people. */
    public CodeFlow codeFlow() {
        return codeFlow;
    }

    RsaJsonWebKey key() {
        return key;
    }

    /** Withdraws its key and signs with another one. */
    void rotateKey(String id) {
        key = newKey(id);
    }

    static RsaJsonWebKey newKey(String id) {
        try {
            var key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A valid token for somebody in these groups. */
    public String token(String... groups) {
        return token(claims -> groups(claims, groups), signature -> {});
    }

    /** A token that is valid but for these changes. */
    String token(Consumer<JwtClaims> claims, Consumer<JsonWebSignature> signature) {
        var claimed = new JwtClaims();
        claimed.setIssuer(address());
        claimed.setAudience("control");
        claimed.setSubject("somebody");
        claimed.setExpirationTimeMinutesInTheFuture(5);
        claimed.setIssuedAt(NumericDate.now());
        claims.accept(claimed);
        var signed = new JsonWebSignature();
        signed.setPayload(claimed.toJson());
        signed.setKey(key.getPrivateKey());
        signed.setKeyIdHeaderValue(key.getKeyId());
        signed.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.accept(signed);
        try {
            return signed.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    static void groups(JwtClaims claims, String... groups) {
        claims.setClaim("realm_access", Map.of("roles", List.of(groups)));
    }
}
