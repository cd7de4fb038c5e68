package io.kakuremichi.control.console;

import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.http.AcceptedValues;
import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.http.RefusedRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** The routes of the console, see the package. None of them needs a login: the files are public, and the page asks for a token. */
@Singleton
class ConsoleRoutes {
    private static final String BASE = "/console/";
    private static final String DOCUMENTATION = BASE + ConsoleFiles.DOCUMENTATION;
    private static final String ASSETS = "assets/";
    private static final String ICON = "/" + ConsoleFiles.ICON;

    /** After the check of an upgrade's form, before WebSockets Next. */
    private static final int ORDER = -105;

    /** Only files of Control's own, nothing in line, no frame around it. */
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final String CHECK_EACH_TIME = "no-cache";
    private static final String FOR_GOOD = "public, max-age=31536000, immutable";
    private static final String FOR_A_DAY = "public, max-age=86400";
    private static final List<String> METHODS = List.of("GET", "HEAD");

    private final ConsoleFiles files;
    private final ControlConfig config;

    ConsoleRoutes(ConsoleFiles files, ControlConfig config) {
        this.files = files;
        this.config = config;
    }

    void install(@Observes Router router) {
        if (!config.console().enabled()) {
            return;
        }
        router.route("/").order(ORDER).handler(ConsoleRoutes::redirectBrowsers);
        for (var path : List.of("/console", "/console/*", ICON)) {
            router.route(path).order(ORDER).handler(this::serve);
        }
    }

    /** Other requests at this path go on: upgrades, and those that do not ask for a page. */
    private static void redirectBrowsers(RoutingContext call) {
        var request = call.request();
        var isUpgrade = request.headers().contains(HttpHeaderNames.UPGRADE)
                || request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        if (isUpgrade
                || !METHODS.contains(request.method().name())
                || !AcceptedValues.names(request.headers().getAll(HttpHeaders.ACCEPT), "text/html")) {
            call.next();
        } else {
            redirect(call, BASE);
        }
    }

    private static void redirect(RoutingContext call, String target) {
        call.response()
                .setStatusCode(303)
                .putHeader(HttpHeaders.LOCATION, target)
                .end();
    }

    private void serve(RoutingContext call) {
        if (!METHODS.contains(call.request().method().name())) {
            throw new RefusedRequest(
                    ApiErrorCode.METHOD_NOT_ALLOWED,
                    "This path does not support this method",
                    Map.of("Allow", String.join(", ", METHODS)));
        }
        var path = call.normalizedPath();
        switch (path) {
            case "/console" -> redirect(call, BASE);
            // The links of its page are relative.
            case BASE + "docs" -> redirect(call, DOCUMENTATION);
            case BASE + "config.json" -> config(call);
            case ICON -> send(call, ConsoleFiles.ICON, FOR_A_DAY);
            default -> {
                var name = path.substring(BASE.length());
                if (name.startsWith(ASSETS)) {
                    send(call, name, FOR_GOOD);
                } else if (name.startsWith(ConsoleFiles.DOCUMENTATION)) {
                    send(call, name.endsWith("/") ? name + ConsoleFiles.PAGE : name, CHECK_EACH_TIME);
                } else {
                    send(call, ConsoleFiles.PAGE, CHECK_EACH_TIME);
                }
            }
        }
    }

    private void config(RoutingContext call) {
        var oidc =
                config.oidc().issuer().isPresent() && config.oidc().clientId().isPresent();
        call.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end("{\"oidc\":" + oidc + "}");
    }

    private void send(RoutingContext call, String name, String caching) {
        var file = files.file(name).orElseThrow(() -> new RefusedRequest(ApiErrorCode.NOT_FOUND, "No such path"));
        var request = call.request();
        var response = call.response();
        var gzip = file.gzip();
        var content = file.plain();
        if (gzip != null) {
            response.putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
            if (AcceptedValues.names(request.headers().getAll(HttpHeaders.ACCEPT_ENCODING), "gzip")) {
                content = gzip;
                response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
            }
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.type())
                .putHeader(HttpHeaders.CACHE_CONTROL, caching)
                .putHeader(HttpHeaders.ETAG, content.tag())
                .putHeader("Content-Security-Policy", CONTENT_POLICY)
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
        if (hasAlready(request, content.tag())) {
            response.setStatusCode(304).end();
        } else if (HttpMethod.HEAD.equals(request.method())) {
            response.putHeader(
                            HttpHeaders.CONTENT_LENGTH,
                            String.valueOf(content.bytes().length()))
                    .end();
        } else {
            response.end(content.bytes());
        }
    }

    /** A proxy that compresses makes a weak tag of ours. */
    private static boolean hasAlready(HttpServerRequest request, String tag) {
        return AcceptedValues.elements(request.headers().getAll(HttpHeaders.IF_NONE_MATCH))
                .anyMatch(each -> each.equals("*") || each.equals(tag) || each.equals("W/" + tag));
    }
}
