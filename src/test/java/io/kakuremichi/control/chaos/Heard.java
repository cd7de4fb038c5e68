package io.kakuremichi.control.chaos;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A message that a client received on one connection, reduced to what the check needs. */
sealed interface Heard {
    /** {@code auth_success}. */
    record Welcome(Set<String> capabilities, boolean resumed, String epoch) implements Heard {}

    /** What describes stored state, and so has a revision; -1 when Control left that out. */
    sealed interface OfState extends Heard {
        long revision();
    }

    /**
     * A whole configuration.
     *
     * @param sections the items of each list in the form of {@link Items}, sorted, and the client's own under {@code self}
     */
    record Config(long revision, Map<String, List<String>> sections) implements OfState {}

    /**
     * A change.
     *
     * @param item its data in the form of {@link Items}
     */
    record Message(long revision, String type, String item) implements OfState {}
}
