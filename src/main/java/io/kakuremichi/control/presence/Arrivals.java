package io.kakuremichi.control.presence;

import io.kakuremichi.control.database.BatchWrite;
import io.kakuremichi.control.state.StateHints;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Brings clients online, many with one statement, and completes the request of each. Confined to the writing thread. */
final class Arrivals {
    private static final Logger LOG = Logger.getLogger(Arrivals.class);

    private static final int TRIES = 5;
    private static final String FOREIGN_KEY_VIOLATION = "23503";
    private static final String DEADLOCK_DETECTED = "40P01";

    private final ArrivalStatement statement;

    private final StateHints hints;

    Arrivals(ArrivalStatement statement, StateHints hints) {
        this.statement = statement;
        this.hints = hints;
    }

    /**
     * Writes arrivals of different clients. Completes the request of each, whatever happens; a client that is deleted at the same time, or
     * whose row is refused, fails for itself only.
     */
    void write(List<PresenceRequest.Arrive> arrivals) {
        try {
            BatchWrite.execute(arrivals, this::admitAll, Arrivals::refuse);
        } catch (SQLException e) {
            fail(arrivals, e);
        } catch (Throwable e) {
            // Not thrown: the writer has other requests of the same batch to write.
            LOG.error("Arrivals could not be written", e);
            fail(arrivals, e);
        }
    }

    private void admitAll(List<PresenceRequest.Arrive> arrivals) throws SQLException {
        var admissions =
                admit(arrivals.stream().map(PresenceRequest.Arrive::arrival).toList());
        hints.clients(admissions.values().stream()
                .flatMap(admission -> switch (admission) {
                    case Admission.Accepted accepted -> Stream.of(accepted.clientId());
                    case Admission.Damped damped -> Stream.of(damped.clientId());
                    case Admission.Refused refused -> Stream.<UUID>empty();
                })
                .toList());
        for (var each : arrivals) {
            each.answer().complete(admissions.getOrDefault(each.arrival().sessionId(), new Admission.Refused()));
        }
    }

    private static void refuse(PresenceRequest.Arrive arrive, SQLException reason) {
        if (FOREIGN_KEY_VIOLATION.equals(reason.getSQLState())) {
            arrive.answer().complete(new Admission.Refused());
        } else {
            arrive.answer().completeExceptionally(reason);
        }
    }

    /** Those that were completed before keep their outcome. */
    private static void fail(List<PresenceRequest.Arrive> arrivals, Throwable failure) {
        arrivals.forEach(each -> each.answer().completeExceptionally(failure));
    }

    /** Tries again after a deadlock, such as with a deletion: PostgreSQL chose one of two statements to fail. */
    private Map<UUID, Admission> admit(List<Arrival> arrivals) throws SQLException {
        for (var tries = 1; ; tries++) {
            try {
                return statement.execute(arrivals);
            } catch (SQLException e) {
                if (!isDeadlock(e) || tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static boolean isDeadlock(SQLException e) {
        return DEADLOCK_DETECTED.equals(e.getSQLState());
    }
}
