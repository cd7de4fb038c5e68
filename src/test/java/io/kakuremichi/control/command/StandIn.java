package io.kakuremichi.control.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** Answers in Control's place, as a test wants it, which Control itself never would. */
final class StandIn implements AutoCloseable {
    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private StandIn(HttpServer server, String scheme, HttpHandler handler) {
        this.server = server;
        this.scheme = scheme;
        server.createContext("/", handler);
        server.setExecutor(threads);
        server.start();
    }

    static StandIn answering(HttpHandler handler) throws IOException {
        return new StandIn(HttpServer.create(anyPort(), 0), "http", handler);
    }

    static StandIn overTls(SSLContext context, HttpHandler handler) throws IOException {
        var server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new StandIn(server, "https", handler);
    }

    /** The same; a client without a certificate is refused. */
    static StandIn demandingCertificates(SSLContext context, HttpHandler handler) throws IOException {
        var server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                var demanding = context.getDefaultSSLParameters();
                demanding.setNeedClientAuth(true);
                parameters.setSSLParameters(demanding);
            }
        });
        return new StandIn(server, "https", handler);
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    static void answer(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    String url() {
        return scheme + "://localhost:" + server.getAddress().getPort();
    }

    TestShell shell() {
        return new TestShell().with("KAKUREMICHI_URL", url()).with("KAKUREMICHI_TOKEN", "a-token-of-somebody");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
