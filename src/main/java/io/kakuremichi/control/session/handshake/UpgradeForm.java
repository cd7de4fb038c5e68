package io.kakuremichi.control.session.handshake;

import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.http.RefusedRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests to the WebSocket's paths that are not an upgrade as RFC 6455, 4.2.1 defines it. Without this check, each layer
 * behind it would answer differently, or not at all. {@code /} is refused only when it asks for an upgrade; otherwise no such path
 * exists.
 */
@Singleton
class UpgradeForm {
    /** Before {@link UpgradeIdentity}. */
    private static final int ORDER = -110;

    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;
    private static final String HOW =
            "This path serves WebSockets: connect to ws://HOST/ws?type=agent or ?type=gateway with an upgrade (RFC 6455)";

    void install(@Observes Router router) {
        router.route("/ws").order(ORDER).handler(UpgradeForm::check);
        router.route("/").order(ORDER).handler(call -> {
            if (asksForUpgrade(call.request())) {
                check(call);
            } else {
                call.next();
            }
        });
    }

    private static boolean asksForUpgrade(HttpServerRequest request) {
        return request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)
                || hasToken(request, HttpHeaderNames.UPGRADE, "websocket");
    }

    private static void check(RoutingContext call) {
        var refusal = refusal(call.request());
        if (refusal == null) {
            call.next();
        } else {
            call.fail(refusal);
        }
    }

    private static @Nullable RefusedRequest refusal(HttpServerRequest request) {
        if (!HttpMethod.GET.equals(request.method())) {
            return new RefusedRequest(ApiErrorCode.METHOD_NOT_ALLOWED, HOW, Map.of("Allow", "GET"));
        }
        if (request.version() != HttpVersion.HTTP_1_1
                || !hasToken(request, HttpHeaderNames.UPGRADE, "websocket")
                || !hasToken(request, HttpHeaderNames.CONNECTION, "upgrade")) {
            return new RefusedRequest(
                    ApiErrorCode.UPGRADE_REQUIRED, HOW, Map.of("Upgrade", "websocket", "Connection", "Upgrade"));
        }
        if (!VERSION.equals(request.getHeader(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            return new RefusedRequest(
                    ApiErrorCode.UPGRADE_REQUIRED,
                    "The version of the WebSocket protocol must be " + VERSION,
                    Map.of("Sec-WebSocket-Version", VERSION, "Upgrade", "websocket", "Connection", "Upgrade"));
        }
        if (!isKey(request.getHeader(HttpHeaderNames.SEC_WEBSOCKET_KEY))) {
            return new RefusedRequest(
                    ApiErrorCode.VALIDATION_ERROR, "Sec-WebSocket-Key must be 16 bytes in base64 (RFC 6455, 4.1)");
        }
        if (hasBody(request)) {
            return new RefusedRequest(ApiErrorCode.VALIDATION_ERROR, "An upgrade must not have a body");
        }
        return null;
    }

    private static boolean hasToken(HttpServerRequest request, CharSequence header, String token) {
        return request.headers().getAll(header).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .anyMatch(value -> value.strip().equalsIgnoreCase(token));
    }

    private static boolean isKey(@Nullable String key) {
        try {
            return key != null && Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean hasBody(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaderNames.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING) || length != null && !length.equals("0");
    }
}
