/**
 * The commands for declarative state.
 *
 * <pre>
 * -f - | FILE | DIR ─▶ SourceOption ─▶ MergedDocument (places by file) ─▶ POST /api/apply ─┬─ success ─▶ PlanPrinter
 *                                           ▲                                               └─ faults ─▶ file, line and column
 *                                           └───────────────────────────────────────────────────────────┘
 * GET /api/export ─▶ ExportCommand ─▶ - | FILE | DIR
 * </pre>
 */
@NullMarked
package io.kakuremichi.control.command.declarative;

import org.jspecify.annotations.NullMarked;
