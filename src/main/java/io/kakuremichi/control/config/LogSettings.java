package io.kakuremichi.control.config;

import java.util.Optional;

/** Logging. */
public interface LogSettings {
    /**
     * Format of log lines; by default {@code text} at a terminal and {@code json} elsewhere. Read before Quarkus
     * starts.
     */
    Optional<LineFormat> format();

    /** The format of log lines. */
    enum LineFormat {
        /** For people. */
        TEXT,
        /** One JSON object a line. */
        JSON
    }
}
