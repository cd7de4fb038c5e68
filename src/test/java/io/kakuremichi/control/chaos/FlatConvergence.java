package io.kakuremichi.control.chaos;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The same as {@link Convergence} for clients of the flat dialect. They are not told revisions, and what they have may be newer than
 * what is waited for: so the log is read on while waiting. Confined to the thread of the run.
 */
final class FlatConvergence {
    private static final int SHOWN = 5;

    private final Log log;
    private final Collection<FlatClient> clients;
    private final FlatExpectation expectation = new FlatExpectation();
    private final Map<UUID, Long> wanted = new HashMap<>();
    private int position;

    /**
     * @param clients also those who come later
     */
    FlatConvergence(Log log, Collection<FlatClient> clients) {
        this.log = log;
        this.clients = clients;
    }

    /** Those who are not deleted. */
    List<FlatClient> remaining() {
        return clients.stream()
                .filter(client -> expectation.world().knows(client.id()))
                .toList();
    }

    /** Every client must have the state that is committed now. */
    void aim() throws SQLException, IOException {
        advance();
        wanted.clear();
        remaining()
                .forEach(client ->
                        wanted.put(client.id(), expectation.of(client.id()).newest()));
    }

    boolean isReached() throws SQLException, IOException {
        advance();
        return remaining().stream().allMatch(this::isThere);
    }

    /** Who has not come so far, for a report. */
    List<String> behind() {
        return remaining().stream()
                .filter(client -> !isThere(client))
                .limit(SHOWN)
                .map(client -> "%s needs revision %d, has %s"
                        .formatted(
                                client.position(),
                                wanted.get(client.id()),
                                client.current()
                                        .map(config ->
                                                expectation.of(client.id()).all(config.fingerprint()))))
                .toList();
    }

    private void advance() throws SQLException, IOException {
        log.advance();
        clients.forEach(client -> expectation.follow(client.id(), client.type()));
        for (; position < log.entries().size(); position++) {
            expectation.apply(log.entries().get(position));
        }
    }

    /** Who was turned away, is found at the end; who came later is waited for the next time. */
    private boolean isThere(FlatClient client) {
        if (client.refusal() != null || !wanted.containsKey(client.id())) {
            return true;
        }
        var states = expectation.of(client.id());
        return client.current()
                .map(config -> states.lastOfUsed(config.used()) >= wanted.get(client.id()))
                .orElse(false);
    }
}
