package io.kakuremichi.control.topology;

import io.kakuremichi.control.credential.ClientType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The most recent changes, for clients that resume. Bounded: a client that missed more gets a complete configuration,
 * which is shorter than the changes. Confined to the sequencer's thread.
 */
final class History {
    /** The number of notices to keep. Most have a few hundred bytes; that of a certificate has its chain and key, some KB. */
    static final int CAPACITY = 10_000;

    private final ArrayDeque<PastNotice> kept = new ArrayDeque<>();

    /** All changes after this revision are kept. */
    private long since;

    History(long since) {
        this.since = since;
    }

    long since() {
        return since;
    }

    void add(long revision, List<? extends Notice> notices) {
        for (var notice : notices) {
            if (notice instanceof Notice.Announcement announcement) {
                kept.add(new PastNotice(revision, announcement));
            }
        }
        while (kept.size() > CAPACITY) {
            // The remaining notices of this revision become unreachable, which is harmless.
            since = kept.remove().revision();
        }
    }

    /**
     * The notices for a client after a revision, in order.
     *
     * @return empty if the history no longer reaches back to that revision
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

    private static boolean concerns(Notice.Announcement notice, ClientType type, UUID client) {
        return switch (notice) {
            case Notice.ToClient(var to, var message) -> to.equals(client);
            case Notice.ToGateways(var message, var except) -> type == ClientType.GATEWAY && !client.equals(except);
            case Notice.ToAgents toAgents -> type == ClientType.AGENT;
            case Notice.GatewayToAgents toAgents -> type == ClientType.AGENT;
            case Notice.ProxiesChanged(var tunnel) ->
                type == ClientType.GATEWAY || tunnel.agentId().equals(client);
        };
    }
}
