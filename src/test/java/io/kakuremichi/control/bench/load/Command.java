package io.kakuremichi.control.bench.load;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What the generator is asked to do; each ends with one {@link Result}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "command")
public sealed interface Command {
    /**
     * Connects clients and waits until each has its configuration, or has resumed.
     *
     * @param resume whether they go on after what they were told last time
     */
    record Connect(int agents, int gateways, boolean resume) implements Command {}

    /** Closes all connections and waits until they are. */
    record Disconnect() implements Command {}

    /** Changes tunnels one after the other, each after the last gateway has received the previous change. */
    record ChangeSlowly(int changes) implements Command {}

    /** Changes tunnels as fast as they are answered, over several connections, and waits until every gateway has received all changes. */
    record ChangeFast(int changes, int connections) implements Command {}

    /** Sends heartbeats evenly spread over time. */
    record Beat(long intervalMillis, long durationMillis) implements Command {}

    /** Every implementation, for the mapper to know them by name. */
    @SuppressWarnings("unchecked")
    static Class<? extends Command>[] all() {
        return (Class<? extends Command>[]) Command.class.getPermittedSubclasses();
    }
}
