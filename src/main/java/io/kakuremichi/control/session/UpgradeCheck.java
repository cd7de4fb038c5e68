package io.kakuremichi.control.session;

import io.kakuremichi.control.topology.Sequencer;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** Refuses before the upgrade what could only be refused after it ({@code protocol.md}, <i>Connecting</i>). */
@Singleton
class UpgradeCheck implements HttpUpgradeCheck {
    private static final int BAD_REQUEST = 400;
    private static final int UNAVAILABLE = 503;

    private final Sessions sessions;
    private final Sequencer sequencer;

    UpgradeCheck(Sessions sessions, Sequencer sequencer) {
        this.sessions = sessions;
        this.sequencer = sequencer;
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        if (!sessions.isAccepting() || !sequencer.isLoaded()) {
            var seconds = String.valueOf(sessions.retryAfter().toSeconds());
            return CheckResult.rejectUpgrade(UNAVAILABLE, Map.of("Retry-After", List.of(seconds)));
        }
        if (!HandshakeQuery.parse(context.httpRequest().query()).valid()) {
            return CheckResult.rejectUpgrade(BAD_REQUEST);
        }
        return CheckResult.permitUpgrade();
    }
}
