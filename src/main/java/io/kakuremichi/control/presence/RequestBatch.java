package io.kakuremichi.control.presence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;

/**
 * Requests that are written together.
 *
 * @param leavesOfOthers the leaves of sessions that do not arrive in the same batch
 * @param rest the other requests, in order
 */
record RequestBatch(List<PresenceRequest.Leave> leavesOfOthers, List<PresenceRequest> rest) {
    /** Takes a request and those that wait behind it, without waiting for more. */
    static RequestBatch of(PresenceRequest first, BlockingQueue<PresenceRequest> waiting, int most) {
        var requests = new ArrayList<PresenceRequest>();
        requests.add(first);
        waiting.drainTo(requests, most - 1);
        var arriving = new HashSet<UUID>();
        for (var request : requests) {
            if (request instanceof PresenceRequest.Arrive arrive) {
                arriving.add(arrive.arrival().sessionId());
            }
        }
        var batch = new RequestBatch(new ArrayList<>(), new ArrayList<>());
        for (var request : requests) {
            if (request instanceof PresenceRequest.Leave leave && !arriving.contains(leave.sessionId())) {
                batch.leavesOfOthers.add(leave);
            } else {
                batch.rest.add(request);
            }
        }
        return batch;
    }
}
