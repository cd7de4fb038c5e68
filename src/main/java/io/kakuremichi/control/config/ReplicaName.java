package io.kakuremichi.control.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** What people call this replica. */
public final class ReplicaName {
    private ReplicaName() {}

    /** The configured name, by default the host's. */
    public static String of(Optional<String> configured) {
        return configured.orElseGet(ReplicaName::hostName);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
