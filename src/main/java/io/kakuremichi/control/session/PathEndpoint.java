package io.kakuremichi.control.session;

import io.quarkus.websockets.next.WebSocket;

/** {@code /ws} (seed). */
@WebSocket(path = "/ws")
class PathEndpoint extends SessionEndpoint {
    PathEndpoint(Sessions sessions, SessionMetrics metrics) {
        super(sessions, metrics);
    }
}
