package io.kakuremichi.control.presence;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Brings clients online, many with one statement, and completes the request of each. Confined to the writing thread. */
final class Arrivals {
    private static final int TRIES = 5;
    private static final String FOREIGN_KEY_VIOLATION = "23503";
    private static final String DEADLOCK_DETECTED = "40P01";

    private final ArrivalStatement statement;

    Arrivals(ArrivalStatement statement) {
        this.statement = statement;
    }

    /** Writes arrivals of different clients. */
    void write(List<PresenceRequest.Arrive> arrivals) {
        if (arrivals.isEmpty()) {
            return;
        }
        try {
            var admissions =
                    admit(arrivals.stream().map(PresenceRequest.Arrive::arrival).toList());
            for (var each : arrivals) {
                each.answer().complete(admissions.getOrDefault(each.arrival().sessionId(), new Admission.Refused()));
            }
        } catch (SQLException e) {
            writeOneByOne(arrivals, e);
        }
    }

    /** A client that is deleted at the same time fails the statement it shares with others, so each gets a statement of its own. */
    private void writeOneByOne(List<PresenceRequest.Arrive> arrivals, SQLException failure) {
        for (var each : arrivals) {
            if (!isForeignKeyViolation(failure)) {
                each.answer().completeExceptionally(failure);
                continue;
            }
            try {
                var admissions = admit(List.of(each.arrival()));
                each.answer().complete(admissions.getOrDefault(each.arrival().sessionId(), new Admission.Refused()));
            } catch (SQLException e) {
                if (isForeignKeyViolation(e)) {
                    each.answer().complete(new Admission.Refused());
                } else {
                    each.answer().completeExceptionally(e);
                }
            }
        }
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

    private static boolean isForeignKeyViolation(SQLException e) {
        return FOREIGN_KEY_VIOLATION.equals(e.getSQLState());
    }

    private static boolean isDeadlock(SQLException e) {
        return DEADLOCK_DETECTED.equals(e.getSQLState());
    }
}
