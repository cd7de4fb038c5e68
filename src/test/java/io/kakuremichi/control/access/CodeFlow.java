package io.kakuremichi.control.access;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jose4j.jwt.JwtClaims;

/**
 * The authorization code flow with PKCE (RFC 7636) of a test issuer. It asks nobody for a password: all browsers are signed in as the
 * same person.
 */
public final class CodeFlow {
    static final String CLIENT_ID = "console";
    static final String CLIENT_SECRET = "secret-of-the-console";

    private final TestIssuer issuer;
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();
    private volatile Consumer<JwtClaims> person = claims -> {};
    private volatile boolean isCut;

    CodeFlow(TestIssuer issuer) {
        this.issuer = issuer;
    }

    /** Has the next browsers be signed in as somebody in these groups. */
    public void signIn(String subject, String... groups) {
        signIn(claims -> {
            claims.setSubject(subject);
            TestIssuer.groups(claims, groups);
        });
    }

    /** Has the next ID tokens have these claims. */
    void signIn(Consumer<JwtClaims> claims) {
        this.person = claims;
    }

    /** Whether the exchange of codes breaks off without an answer. */
    void cut(boolean cut) {
        this.isCut = cut;
    }

    void authorize(HttpExchange exchange) throws IOException {
        var asked = parameters(exchange.getRequestURI().getRawQuery());
        var isValid = "code".equals(asked.get("response_type"))
                && CLIENT_ID.equals(asked.get("client_id"))
                && "S256".equals(asked.get("code_challenge_method"))
                && asked.getOrDefault("scope", "").contains("openid")
                && asked.keySet().containsAll(java.util.Set.of("code_challenge", "nonce", "state", "redirect_uri"));
        if (!isValid) {
            answer(exchange, 400, "{}");
            return;
        }
        var code = UUID.randomUUID().toString();
        var redirect = asked.get("redirect_uri");
        grants.put(code, new Grant(asked.get("code_challenge"), asked.get("nonce"), redirect));
        exchange.getResponseHeaders()
                .add("Location", redirect + "?code=" + code + "&state=" + URLEncoder.encode(asked.get("state"), UTF_8));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    void exchange(HttpExchange exchange) throws IOException {
        if (isCut) {
            exchange.close();
            return;
        }
        var asked = parameters(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        var grant = grants.remove(asked.getOrDefault("code", ""));
        if (grant == null || !isClient(exchange) || !grant.isFor(asked)) {
            answer(exchange, 400, "{\"error\": \"invalid_grant\"}");
            return;
        }
        var idToken = issuer.token(
                claims -> {
                    claims.setAudience(CLIENT_ID);
                    claims.setClaim("nonce", grant.nonce());
                    person.accept(claims);
                },
                signature -> {});
        answer(exchange, 200, """
                {"id_token": "%s", "access_token": "opaque-access-token", "token_type": "Bearer", "expires_in": 300}
                """.formatted(idToken));
    }

    private static boolean isClient(HttpExchange exchange) {
        var expected = Base64.getEncoder().encodeToString((CLIENT_ID + ":" + CLIENT_SECRET).getBytes(UTF_8));
        return ("Basic " + expected).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        var body = json.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static Map<String, String> parameters(String encoded) {
        return Arrays.stream(encoded.split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], UTF_8)));
    }

    private record Grant(String challenge, String nonce, String redirectUri) {
        boolean isFor(Map<String, String> asked) {
            return redirectUri.equals(asked.get("redirect_uri"))
                    && challenge.equals(hash(asked.getOrDefault("code_verifier", "")));
        }

        private static String hash(String verifier) {
            try {
                var digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
                return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
