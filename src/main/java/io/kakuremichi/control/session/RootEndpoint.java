package io.kakuremichi.control.session;

import io.quarkus.websockets.next.WebSocket;

/** {@code /}: clients written from the seed's own test connect without a path. */
@WebSocket(path = "/")
class RootEndpoint extends SessionEndpoint {
    RootEndpoint(Sessions sessions, SessionMetrics metrics) {
        super(sessions, metrics);
    }
}
