package io.kakuremichi.control.login;

import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.http.ClientAddresses;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The cookie that holds the id of a session, and nothing else. Over TLS its name has the prefix {@code __Host-}, with which browsers
 * accept it only from this host, over TLS and for all paths; in plain text, where they would refuse it, it has none.
 */
@Singleton
class SessionCookie {
    private static final String NAME = "kakuremichi";
    private static final String NAME_OVER_TLS = "__Host-" + NAME;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final ClientAddresses addresses;

    SessionCookie(ClientAddresses addresses) {
        this.addresses = addresses;
    }

    /**
     * The id in the request's cookie; empty if there is none, or several of the same name, or another form. By hand, because the
     * framework drops all but one of the same name.
     */
    Optional<Secret> read(HttpServerRequest request) {
        var start = name(request) + "=";
        var values = request.headers().getAll(HttpHeaders.COOKIE).stream()
                .flatMap(line -> Arrays.stream(line.split(";", -1)))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(start))
                .map(cookie -> cookie.substring(start.length()))
                .toList();
        return values.size() == 1 && ID.matcher(values.getFirst()).matches()
                ? Optional.of(new Secret(values.getFirst()))
                : Optional.empty();
    }

    /** The value of {@code Set-Cookie} for a new session. */
    String set(HttpServerRequest request, Secret id, Duration life) {
        return text(request, id.value(), Math.max(1, life.toSeconds()));
    }

    /** The value of {@code Set-Cookie} that has the browser delete the cookie. */
    String clear(HttpServerRequest request) {
        return text(request, "", 0);
    }

    private String text(HttpServerRequest request, String value, long seconds) {
        return "%s=%s; Path=/; Max-Age=%s; HttpOnly; SameSite=Strict%s"
                .formatted(name(request), value, seconds, isOverTls(request) ? "; Secure" : "");
    }

    private String name(HttpServerRequest request) {
        return isOverTls(request) ? NAME_OVER_TLS : NAME;
    }

    /** Also when TLS ends at a trusted proxy. */
    private boolean isOverTls(HttpServerRequest request) {
        return addresses.of(request).hasTls(request.isSSL());
    }
}
