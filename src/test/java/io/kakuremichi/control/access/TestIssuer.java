package io.kakuremichi.control.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.lang.JoseException;

/** An OIDC issuer of the tests: its metadata and its keys. Control and the test get its address as settings. */
public class TestIssuer implements QuarkusTestResourceLifecycleManager {
    public static final String SIGNING_KEY = "test.issuer.signing-key";
    public static final String ISSUER = "quarkus.oidc.auth-server-url";

    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            var key = newKey();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var issuer = "http://localhost:" + server.getAddress().getPort() + "/realms/test";
            serve(
                    "/realms/test/.well-known/openid-configuration",
                    "{\"issuer\": \"%s\", \"jwks_uri\": \"%s/jwks\"}".formatted(issuer, issuer));
            serve("/realms/test/jwks", new JsonWebKeySet(key).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
            server.start();
            return Map.of(
                    ISSUER,
                    issuer,
                    "kakuremichi.oidc.audience",
                    "control",
                    "kakuremichi.oidc.roles-claim",
                    "realm_access/roles",
                    "kakuremichi.oidc.roles.operator",
                    "ops,tunnel-team",
                    SIGNING_KEY,
                    key.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A key with an id that all such keys share, so that only the signature tells them apart. */
    static RsaJsonWebKey newKey() {
        try {
            var key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId("key-1");
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private void serve(String path, String json) {
        server.createContext(path, exchange -> {
            var body = json.getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }
}
