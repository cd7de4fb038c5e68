package io.kakuremichi.control.session.handshake;

import io.kakuremichi.control.http.FormCheck;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.function.Consumer;

/** The Netty channel below a connection, for what Vert.x offers no public way. */
final class ConnectionChannel {
    private static final String IDLE_HANDLER = "idle";
    private static final String VERTX_HANDLER = "handler";

    private ConnectionChannel() {}

    static Channel of(HttpConnection connection) {
        return ((ConnectionBase) connection).channelHandlerContext().channel();
    }

    /**
     * Adds handlers in front of Vert.x for what it does not do: joining empty fragments, refusing text that is not UTF-8 (RFC 6455,
     * 8.1), and holding frames until {@link #openGate}. On the event loop, before the upgrade.
     */
    static void checkFrames(Channel channel) {
        var pipeline = channel.pipeline();
        // Present if an earlier upgrade request on the same connection failed at a later check.
        if (pipeline.get(FrameGate.class) == null) {
            pipeline.addBefore(VERTX_HANDLER, null, new Utf8FrameValidator(false))
                    .addBefore(VERTX_HANDLER, null, new FrameCheck())
                    .addBefore(VERTX_HANDLER, null, new FrameGate());
        }
    }

    /**
     * Passes on the frames that have arrived. On the event loop, when the session is open.
     *
     * @param broken closes the connection after a frame that breaks RFC 6455
     */
    static void openGate(Channel channel, Consumer<CorruptedWebSocketFrameException> broken) {
        var check = channel.pipeline().get(FrameCheck.class);
        if (check != null) {
            check.onBroken(broken);
        }
        var gate = channel.pipeline().get(FrameGate.class);
        // Null when the connection was closed meanwhile.
        if (gate != null) {
            channel.pipeline().remove(gate);
        }
    }

    /**
     * Removes the server's checks and time limits, which are those of requests. A WebSocket has its own: time to authenticate,
     * heartbeats, time of a send. On the event loop.
     */
    static void liftIdleLimit(Channel channel) {
        var pipeline = channel.pipeline();
        if (pipeline.get(IDLE_HANDLER) != null) {
            pipeline.remove(IDLE_HANDLER);
        }
        FormCheck.remove(pipeline);
    }
}
