package io.kakuremichi.control.session.handshake;

import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.session.Sessions;
import io.kakuremichi.control.session.connection.EventLoops;
import io.kakuremichi.control.session.connection.Handshake;
import io.kakuremichi.control.session.connection.Session;
import io.kakuremichi.control.session.connection.SessionState;
import io.kakuremichi.control.session.connection.SocketWire;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/**
 * An upgrade request that was permitted, on its way to the endpoint in the connection's user data.
 *
 * <p>The extension and Vert.x keep the request's headers as long as the connection, and one of them may be a key. So this removes
 * all headers but those that the handshake needs before it, and the rest after it.
 */
record AdmittedUpgrade(
        Handshake handshake,
        SessionState.AwaitingAuth begin,
        HttpServerRequest request,
        Sessions sessions,
        EventLoops eventLoops) {
    /** Where the user data hold it. */
    static final TypedKey<AdmittedUpgrade> KEY = new TypedKey<>("admitted");

    /** The headers from which Vert.x makes the handshake. In lower case, which the extension would convert them to. */
    private static final List<String> NEEDED = List.of(
            "host",
            "connection",
            "upgrade",
            "sec-websocket-key",
            "sec-websocket-version",
            "sec-websocket-protocol",
            "sec-websocket-extensions");

    /** Admits a request: removes its headers and prepares its connection for frames. On the event loop. */
    static AdmittedUpgrade admit(
            Handshake handshake,
            SessionState.AwaitingAuth begin,
            HttpServerRequest request,
            Sessions sessions,
            EventLoops eventLoops) {
        removeAllButNeeded(request.headers());
        ConnectionChannel.checkFrames(ConnectionChannel.of(request.connection()));
        return new AdmittedUpgrade(handshake, begin, request, sessions, eventLoops);
    }

    /** Opens the session. On the event loop, before the first message. */
    Session open(WebSocketConnection connection) {
        var channel = ConnectionChannel.of(request.connection());
        ConnectionChannel.liftIdleLimit(channel);
        // The extension has copied those that were left.
        request.headers().clear();
        var session = sessions.open(handshake, begin, new SocketWire(connection, eventLoops.of(channel.eventLoop())));
        ConnectionChannel.openGate(
                channel,
                broken -> session.close(CloseCode.of(broken.closeStatus().code())));
        return session;
    }

    private static void removeAllButNeeded(MultiMap headers) {
        var values = NEEDED.stream().map(headers::get).toArray(String[]::new);
        headers.clear();
        for (var i = 0; i < values.length; i++) {
            if (values[i] != null) {
                headers.add(NEEDED.get(i), values[i]);
            }
        }
    }
}
