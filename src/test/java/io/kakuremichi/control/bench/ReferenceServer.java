package io.kakuremichi.control.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What Control is measured against: a bare Vert.x server, a process of its own. It exchanges messages of the same sizes from
 * memory: no database, no sessions, no checks, no order.
 */
final class ReferenceServer extends AbstractVerticle {
    private static final Set<ServerWebSocket> GATEWAYS = ConcurrentHashMap.newKeySet();

    private final int port;
    private final Map<String, String> texts;

    private ReferenceServer(int port, Map<String, String> texts) {
        this.port = port;
        this.texts = texts;
    }

    /**
     * Arguments: the port, then the sizes of a success, of an agent's and a gateway's configuration, of a change and of REST's
     * answer.
     */
    public static void main(String[] arguments) throws Exception {
        var texts = Map.of(
                "success", message("auth_success", Integer.parseInt(arguments[1]), ""),
                "resumed", message("auth_success", Integer.parseInt(arguments[1]), "\"resumed\":true"),
                "agent", message("config", Integer.parseInt(arguments[2]), ""),
                "gateway", message("config", Integer.parseInt(arguments[3]), ""),
                "change", message("tunnel_update", Integer.parseInt(arguments[4]), ""),
                "answer", "x".repeat(Integer.parseInt(arguments[5])));
        // As many event loops as Quarkus has by itself.
        var instances = 2 * Runtime.getRuntime().availableProcessors();
        Vertx.vertx()
                .deployVerticle(
                        () -> new ReferenceServer(Integer.parseInt(arguments[0]), texts),
                        new DeploymentOptions().setInstances(instances))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        System.out.println("ready");
        // Ends with the process that started it.
        while (System.in.read() >= 0) {}
        System.exit(0);
    }

    private static String message(String type, int size, String fields) {
        var begin = "{\"type\":\"" + type + "\"," + fields + (fields.isEmpty() ? "" : ",") + "\"data\":\"";
        return begin + "x".repeat(Math.max(0, size - begin.length() - 2)) + "\"}";
    }

    @Override
    public void start(Promise<Void> started) {
        vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(port))
                .webSocketHandler(this::connected)
                .requestHandler(this::changed)
                .listen()
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private void connected(ServerWebSocket socket) {
        var gateway = socket.query() != null && socket.query().contains("gateway");
        socket.textMessageHandler(text -> {
            if (!text.startsWith("{\"type\":\"auth\"")) {
                return;
            }
            if (gateway) {
                GATEWAYS.add(socket);
            }
            if (text.contains("\"resume\":")) {
                socket.writeTextMessage(texts.get("resumed"));
            } else {
                socket.writeTextMessage(texts.get("success"));
                socket.writeTextMessage(texts.get(gateway ? "gateway" : "agent"));
            }
        });
        socket.closeHandler(nothing -> GATEWAYS.remove(socket));
    }

    private void changed(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            GATEWAYS.forEach(gateway -> gateway.writeTextMessage(texts.get("change")));
            request.response().putHeader("content-type", "application/json").end(texts.get("answer"));
        });
    }
}
