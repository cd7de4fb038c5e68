package io.kakuremichi.control.session.handshake;

import io.kakuremichi.control.session.connection.SessionMetrics;
import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.WebSocket;

/** The endpoint at {@code /}, for clients that connect without a path. */
@WebSocket(path = "/", inboundProcessingMode = InboundProcessingMode.CONCURRENT)
class RootEndpoint extends SessionEndpoint {
    RootEndpoint(SessionMetrics metrics) {
        super(metrics);
    }
}
