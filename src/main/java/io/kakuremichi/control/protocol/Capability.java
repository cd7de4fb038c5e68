package io.kakuremichi.control.protocol;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a client may be able to do beyond the seed ({@code protocol.md}, <i>Capabilities</i>). */
public enum Capability {
    /** Agents, gateways and certificates change by messages of their own instead of by whole configurations. */
    DELTA,
    /** After a reconnect it can go on where it was. */
    RESUME,
    /** It confirms what it applied. */
    ACK;

    /** On the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Those of the names that are known; the others are a newer client's. */
    public static Set<Capability> named(Collection<String> names) {
        var named = EnumSet.noneOf(Capability.class);
        Arrays.stream(values())
                .filter(capability -> names.contains(capability.wireName()))
                .forEach(named::add);
        return named;
    }

    /** The names, always in the same order. */
    public static List<String> wireNames(Set<Capability> capabilities) {
        return Arrays.stream(values())
                .filter(capabilities::contains)
                .map(Capability::wireName)
                .toList();
    }
}
