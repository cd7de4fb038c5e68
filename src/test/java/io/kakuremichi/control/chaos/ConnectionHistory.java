package io.kakuremichi.control.chaos;

import io.kakuremichi.control.credential.ClientType;
import java.util.List;
import java.util.UUID;

/**
 * All that came over one connection, in its order.
 *
 * @param label names the connection in a report
 * @param asked what the client wanted to resume from, or null
 * @param live whether it was open when everything had come to rest, so that nothing may be missing at its end
 */
record ConnectionHistory(UUID client, ClientType type, String label, Position asked, List<Heard> heard, boolean live) {
    /** A place in one history of changes. */
    record Position(String epoch, long revision) {}
}
