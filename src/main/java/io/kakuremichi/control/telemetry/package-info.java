/** Metrics, log keys and spans that several packages share. */
@NullMarked
package io.kakuremichi.control.telemetry;

import org.jspecify.annotations.NullMarked;
