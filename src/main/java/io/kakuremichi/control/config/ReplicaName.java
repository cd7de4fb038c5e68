package io.kakuremichi.control.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** The display name of this replica. */
public final class ReplicaName {
    private ReplicaName() {}

    /** The configured name, by default the host name. */
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
