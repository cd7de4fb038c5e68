package io.kakuremichi.control.session;

import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.protocol.MessageErrorCode;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Where connections come in: translates between a socket of Vert.x and a {@link Session}, and does nothing else. Everything runs on
 * the connection's event loop and never blocks: what comes meanwhile would be queued without a bound.
 *
 * <p>On Vert.x itself and not on a framework above it: of that, each connection and each message would pay for what is not used here
 * (see the architecture notes for figures).
 */
@Singleton
class SessionEndpoint {
    private static final Logger LOG = Logger.getLogger(SessionEndpoint.class);

    /** The seed's; and the root, where clients written from its own test connect. */
    private static final List<String> PATHS = List.of("/ws", "/");

    /** Behind what holds for every request, before the routes of REST. */
    private static final int ORDER = -9_000;

    private final UpgradeCheck check;
    private final Sessions sessions;
    private final EventLoops eventLoops;
    private final SessionMetrics metrics;

    SessionEndpoint(UpgradeCheck check, Sessions sessions, EventLoops eventLoops, SessionMetrics metrics) {
        this.check = check;
        this.sessions = sessions;
        this.eventLoops = eventLoops;
        this.metrics = metrics;
    }

    void install(@Observes Router router) {
        PATHS.forEach(path -> router.get(path).order(ORDER).handler(this::enter));
    }

    private void enter(RoutingContext call) {
        if (call.request().headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)) {
            check.perform(call, handshake -> upgrade(call, handshake));
        } else {
            call.next();
        }
    }

    /** What is wrong with the form of the upgrade is answered by Vert.x. */
    private void upgrade(RoutingContext call, Handshake handshake) {
        var channel = ConnectionChannel.of(call.request().connection());
        call.request()
                .toWebSocket()
                .onSuccess(socket -> open(socket, channel, handshake))
                .onFailure(failure -> LOG.debugf(failure, "An upgrade failed"));
    }

    private void open(ServerWebSocket socket, Channel channel, Handshake handshake) {
        ConnectionChannel.liftIdleLimit(channel);
        var session = sessions.open(handshake, new SocketWire(socket, eventLoops.of(channel.eventLoop())));
        socket.textMessageHandler(text -> guard(session, () -> {
            metrics.received();
            session.heard(text);
        }));
        socket.binaryMessageHandler(binary ->
                guard(session, () -> session.refuse(MessageErrorCode.INVALID_MESSAGE, "Messages are text frames")));
        socket.pongHandler(payload -> guard(session, () -> session.ponged(payload.toString())));
        socket.closeHandler(nothing -> guard(session, session::closed));
        socket.exceptionHandler(failure -> failed(session, failure));
    }

    /** A broken socket is closed by Vert.x; a message too big is the one error that leaves it open. */
    private static void failed(Session session, Throwable failure) {
        LOG.debugf(failure, "A connection failed sessionId=%s", session.id());
        session.close(failure instanceof IllegalStateException ? CloseCode.TOO_BIG : CloseCode.INTERNAL);
    }

    private static void guard(Session session, Runnable event) {
        try {
            event.run();
        } catch (RuntimeException e) {
            LOG.errorf(e, "A connection's event could not be handled sessionId=%s", session.id());
            session.close(CloseCode.INTERNAL);
        }
    }
}
