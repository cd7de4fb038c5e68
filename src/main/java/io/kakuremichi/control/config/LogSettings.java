package io.kakuremichi.control.config;

import java.util.Optional;

/** What is logged. */
public interface LogSettings {
    /** How lines look; by default {@code text} at a terminal and {@code json} elsewhere. Read before Quarkus starts. */
    Optional<LineFormat> format();

    /** How lines look. */
    enum LineFormat {
        /** A line for people. */
        TEXT,
        /** An object a line. */
        JSON
    }
}
