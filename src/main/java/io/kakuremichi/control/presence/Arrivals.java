package io.kakuremichi.control.presence;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Brings clients online, many with one statement, and answers each. */
final class Arrivals {
    private static final int TRIES = 5;

    private final PresenceTable table;

    Arrivals(PresenceTable table) {
        this.table = table;
    }

    /** All of them different clients. */
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

    /** A client deleted at this very moment fails the statement it shares with others; they must not suffer for it. */
    private void writeOneByOne(List<PresenceRequest.Arrive> arrivals, SQLException failure) {
        for (var each : arrivals) {
            if (!PresenceTable.isForeignKeyViolation(failure)) {
                each.answer().completeExceptionally(failure);
                continue;
            }
            try {
                var admissions = admit(List.of(each.arrival()));
                each.answer().complete(admissions.getOrDefault(each.arrival().sessionId(), new Admission.Refused()));
            } catch (SQLException e) {
                if (PresenceTable.isForeignKeyViolation(e)) {
                    each.answer().complete(new Admission.Refused());
                } else {
                    each.answer().completeExceptionally(e);
                }
            }
        }
    }

    /** A deadlock, with a deletion say, is nothing a client should hear of: whoever is chosen for it just tries again. */
    private Map<UUID, Admission> admit(List<Arrival> arrivals) throws SQLException {
        for (var tries = 1; ; tries++) {
            try {
                return table.arrive(arrivals);
            } catch (SQLException e) {
                if (!PresenceTable.isDeadlock(e) || tries == TRIES) {
                    throw e;
                }
            }
        }
    }
}
