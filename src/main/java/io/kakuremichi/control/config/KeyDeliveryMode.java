package io.kakuremichi.control.config;

/** When a {@code config} contains the private key. */
public enum KeyDeliveryMode {
    /** Until the client confirmed it. */
    ONCE,
    /** Always. */
    ALWAYS
}
