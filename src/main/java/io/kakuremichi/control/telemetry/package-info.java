/**
 * Metrics, log keys and spans that several packages share.
 * <pre>
 * authentication, limits ─▶ AuthenticationMetrics, LimitsReached ─▶ /q/metrics
 * log messages key=value ─▶ LogKeys ─▶ mdc fields of the JSON log; MaskedText and MaskedThrowable remove secrets
 * spans ─▶ PrivateSpans (without queries) ─▶ the OpenTelemetry exporter
 * </pre>
 * Labels have fixed values, so the number of series does not depend on clients. A package keeps its other metrics to
 * itself.
 */
@NullMarked
package io.kakuremichi.control.telemetry;

import org.jspecify.annotations.NullMarked;
