package io.kakuremichi.control.topology;

import io.kakuremichi.control.credential.ClientType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The newest changes, for clients that go on where they were. Bounded: to somebody who missed more, the whole configuration is
 * the shorter story. Confined to the sequencer's thread.
 */
final class History {
    /** How many notices are kept; some bytes each, a few MB in all. */
    static final int CAPACITY = 10_000;

    private final ArrayDeque<PastNotice> kept = new ArrayDeque<>();

    /** Everything after this revision is here. */
    private long since;

    History(long since) {
        this.since = since;
    }

    long since() {
        return since;
    }

    void add(long revision, List<? extends Notice> notices) {
        for (var notice : notices) {
            if (notice instanceof Notice.Told told) {
                kept.add(new PastNotice(revision, told));
            }
        }
        while (kept.size() > CAPACITY) {
            // What is left of the same revision can't be reached any more, which is harmless.
            since = kept.remove().revision();
        }
    }

    /**
     * What a client was not told after a revision, in order.
     *
     * @return empty when that is not known any more
     */
    Optional<List<PastNotice>> missedBy(ClientType type, UUID client, long revision) {
        if (revision < since) {
            return Optional.empty();
        }
        var missed = new ArrayList<PastNotice>();
        for (var newest = kept.descendingIterator(); newest.hasNext(); ) {
            var past = newest.next();
            if (past.revision() <= revision) {
                break;
            }
            if (concerns(past.notice(), type, client)) {
                missed.add(past);
            }
        }
        Collections.reverse(missed);
        return Optional.of(missed);
    }

    private static boolean concerns(Notice.Told notice, ClientType type, UUID client) {
        return switch (notice) {
            case Notice.ToClient(var to, var message) -> to.equals(client);
            case Notice.ToGateways(var message, var except) -> type == ClientType.GATEWAY && !client.equals(except);
            case Notice.ToAgents toAgents -> type == ClientType.AGENT;
            case Notice.GatewayToAgents toAgents -> type == ClientType.AGENT;
        };
    }
}
