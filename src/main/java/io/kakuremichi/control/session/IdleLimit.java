package io.kakuremichi.control.session;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The server's time limits are those of requests. A WebSocket has its own: the time to authenticate, heartbeats, the time a
 * send may take. Vert.x has no public way to tell the two apart.
 */
final class IdleLimit {
    private static final String HANDLER = "idle";

    private IdleLimit() {}

    /** Any thread. */
    static void lift(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            var pipeline = base.channelHandlerContext().pipeline();
            if (pipeline.get(HANDLER) != null) {
                pipeline.remove(HANDLER);
            }
        }
    }
}
