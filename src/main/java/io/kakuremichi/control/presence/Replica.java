package io.kakuremichi.control.presence;

import io.kakuremichi.control.platform.ControlConfig;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/** This process as the others see it: an id that no restart shares, and a name for people. */
@Singleton
public class Replica {
    private final UUID id = UUID.randomUUID();
    private final String name;

    Replica(ControlConfig config) {
        this.name = config.replica().orElseGet(Replica::hostName);
    }

    /** New for every process. */
    public UUID id() {
        return id;
    }

    /** {@code kakuremichi.replica}, by default the host's name. */
    public String name() {
        return name;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
