package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;

/** How clients show their keys. */
public interface ClientAuthSettings {
    /** Whether a key may stand in the query of an upgrade, where proxies may log it; {@code false} refuses it with 400. */
    @WithDefault("true")
    boolean queryKey();
}
