package io.kakuremichi.control.process;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes whatever is exported to it by OTLP over HTTP, and keeps it as text: names in protobuf are plain. */
final class OtlpSink implements AutoCloseable {
    private final HttpServer server;
    private final List<String> taken = new CopyOnWriteArrayList<>();

    OtlpSink() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var body = exchange.getRequestBody().readAllBytes();
            taken.add(exchange.getRequestURI() + "\n" + new String(body, StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    String endpoint() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    String text() {
        return String.join("\n", taken);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
