package io.kakuremichi.control.protocol;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** An optional protocol feature that a client may support ({@code protocol.md}, <i>Capabilities</i>). */
public enum Capability {
    /** The client understands incremental messages for agents, gateways and certificates. */
    DELTA,
    /** The client can resume after a reconnect. */
    RESUME,
    /** The client acknowledges applied revisions. */
    ACK,
    /** The client serves tunnels as HTTP and SOCKS proxies. */
    PROXY;

    /** The name on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The capabilities with these names. Unknown names belong to newer clients and are ignored. */
    public static Set<Capability> named(Collection<String> names) {
        var named = EnumSet.noneOf(Capability.class);
        Arrays.stream(values())
                .filter(capability -> names.contains(capability.wireName()))
                .forEach(named::add);
        return named;
    }

    /** The names in a fixed order. */
    public static List<String> wireNames(Set<Capability> capabilities) {
        return Arrays.stream(values())
                .filter(capabilities::contains)
                .map(Capability::wireName)
                .toList();
    }
}
