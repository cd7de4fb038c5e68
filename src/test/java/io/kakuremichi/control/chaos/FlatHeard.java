package io.kakuremichi.control.chaos;

import java.util.List;
import java.util.Map;

/** A message that a client of the flat dialect received on one connection, reduced to what the check needs. */
sealed interface FlatHeard {
    /** {@code auth_success}. */
    record Welcome(String clientId, String clientType) implements FlatHeard {}

    /**
     * {@code config_update}.
     *
     * @param timestamp Control's, in ms
     * @param sections as {@link FlatView#sections} has them
     */
    record Config(long timestamp, Map<String, List<String>> sections) implements FlatHeard {
        /** The same for the same content. */
        long fingerprint() {
            var sum = 0L;
            for (var section : sections.entrySet()) {
                // A list that is not there is something else than an empty one.
                sum += Fingerprint.of(section.getKey(), "");
                for (var item : section.getValue()) {
                    sum += Fingerprint.of(section.getKey(), item);
                }
            }
            return sum;
        }

        /** The same for what a client uses of it: no names, and no agents without tunnels. */
        long used() {
            var sum = 0L;
            for (var section : sections.entrySet()) {
                for (var item : section.getValue()) {
                    if (!item.contains("allowedIPs=[]")) {
                        sum += Fingerprint.of(section.getKey(), item.replaceFirst("\\bname=\"[^\"]*\"", "name=\"\""));
                    }
                }
            }
            return sum;
        }
    }

    /** Anything else, by its type. */
    record Other(String type) implements FlatHeard {}

    /** What this dialect never says. */
    record Forbidden(String what) implements FlatHeard {}
}
