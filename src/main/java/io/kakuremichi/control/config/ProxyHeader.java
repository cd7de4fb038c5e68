package io.kakuremichi.control.config;

/** The header that the trusted proxies write. */
public enum ProxyHeader {
    /** {@code X-Forwarded-For} and {@code X-Forwarded-Proto}. */
    X_FORWARDED,
    /** {@code Forwarded} (RFC 7239). */
    FORWARDED
}
