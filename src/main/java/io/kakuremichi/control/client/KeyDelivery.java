package io.kakuremichi.control.client;

import java.util.Locale;

/** The delivery state of the newest key pair's private key ({@code protocol.md}, <i>Private keys</i>). */
public enum KeyDelivery {
    /** Never written to a socket. */
    PENDING,
    /** Written to a socket, but not confirmed. */
    DELIVERED,
    /** Confirmed; Control's copy is deleted unless it is configured to keep it. */
    CONFIRMED,
    /** The client generated the pair; Control never had the private key. */
    OWN;

    /** The name in REST. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
