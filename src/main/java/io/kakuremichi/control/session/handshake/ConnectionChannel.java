package io.kakuremichi.control.session.handshake;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** The channel below a connection. Vert.x has no public way to what is done with it here. */
final class ConnectionChannel {
    private static final String IDLE_HANDLER = "idle";

    private ConnectionChannel() {}

    static Channel of(HttpConnection connection) {
        return ((ConnectionBase) connection).channelHandlerContext().channel();
    }

    /**
     * The server's time limits are those of requests. A WebSocket has its own: the time to authenticate, heartbeats, the time a
     * send may take. On the event loop.
     */
    static void liftIdleLimit(Channel channel) {
        var pipeline = channel.pipeline();
        if (pipeline.get(IDLE_HANDLER) != null) {
            pipeline.remove(IDLE_HANDLER);
        }
    }
}
