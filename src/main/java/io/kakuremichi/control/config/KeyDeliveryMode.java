package io.kakuremichi.control.config;

/** When a private key is part of a configuration. */
public enum KeyDeliveryMode {
    /** Until the client confirmed to have it. */
    ONCE,
    /** In every one. */
    ALWAYS
}
