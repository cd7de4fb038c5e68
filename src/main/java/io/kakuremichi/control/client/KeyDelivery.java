package io.kakuremichi.control.client;

import java.util.Locale;

/** How far the private key of the newest pair is on its way to the client ({@code protocol.md}, <i>Private keys</i>). */
public enum KeyDelivery {
    /** Never written to a socket. */
    PENDING,
    /** Written to a socket, and not known to have been received. */
    DELIVERED,
    /** Received; Control's copy is gone unless it is told to keep it. */
    CONFIRMED,
    /** The client made the pair; Control never had the private key. */
    OWN;

    /** As REST shows it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
