package io.kakuremichi.control.feed;

import io.kakuremichi.control.presence.ContestedClient;
import io.kakuremichi.control.presence.LiveSessions;
import io.kakuremichi.control.presence.Takeover;
import io.kakuremichi.control.state.StateHint;
import io.kakuremichi.control.state.StateReceiver;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGNotification;

/** The notifications of the {@link Listener} that are not about the change log. */
@Singleton
class OtherNotifications {
    private final LiveSessions sessions;
    private final StateReceiver states;

    OtherNotifications(LiveSessions sessions, StateReceiver states) {
        this.sessions = sessions;
        this.states = states;
    }

    void listen(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("LISTEN " + Takeover.CHANNEL);
            statement.execute("LISTEN " + StateHint.CHANNEL);
        }
        // Earlier notifications may be lost.
        states.reconnected();
    }

    /** Returns whether the notification was of one of these channels. */
    boolean heard(PGNotification notification) {
        @Nullable String payload = notification.getParameter();
        switch (notification.getName()) {
            case Takeover.CHANNEL -> {
                Takeover.parse(payload).ifPresent(sessions::takenOver);
                ContestedClient.parse(payload).ifPresent(sessions::contested);
            }
            case StateHint.CHANNEL -> StateHint.parse(payload).ifPresent(states::changed);
            default -> {
                return false;
            }
        }
        return true;
    }
}
