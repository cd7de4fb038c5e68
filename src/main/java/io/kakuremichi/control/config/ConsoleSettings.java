package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;

/** The console in the browser. */
public interface ConsoleSettings {
    /** Whether Control serves the console at {@code /console/} and accepts its cookie; {@code false} answers both with 404. */
    @WithDefault("true")
    boolean enabled();
}
