package io.kakuremichi.control.session.handshake;

import io.kakuremichi.control.session.connection.SessionMetrics;
import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.WebSocket;

/** The endpoint at {@code /ws}. */
@WebSocket(path = "/ws", inboundProcessingMode = InboundProcessingMode.CONCURRENT)
class PathEndpoint extends SessionEndpoint {
    PathEndpoint(SessionMetrics metrics) {
        super(metrics);
    }
}
