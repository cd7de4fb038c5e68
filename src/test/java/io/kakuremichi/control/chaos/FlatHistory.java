package io.kakuremichi.control.chaos;

import io.kakuremichi.control.credential.ClientType;
import java.util.List;
import java.util.UUID;

/**
 * All that came over one connection of the flat dialect, in its order.
 *
 * @param publicKey the client's own, as it said in {@code auth}
 * @param label names the connection in a report
 * @param live whether it was open when everything had come to rest
 */
record FlatHistory(UUID client, ClientType type, String publicKey, String label, List<FlatHeard> heard, boolean live) {}
