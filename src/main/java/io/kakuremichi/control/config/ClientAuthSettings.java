package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;

/** Authentication of clients. */
public interface ClientAuthSettings {
    /**
     * Whether clients may send their key in the query of an upgrade, which proxies may log; {@code false} rejects it
     * with 400.
     */
    @WithDefault("true")
    boolean queryKey();
}
