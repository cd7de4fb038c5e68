/**
 * The history check: replicas in processes of their own, clients on real sockets, writers, and faults by a seeded script;
 * afterwards everything that each client was told is held against the change log.
 *
 * <pre>
 * Writers ──REST──▶ replicas ──▶ change_log ──▶ LogEntry ──▶ World, Step ──┐ what each client had to hear
 *                      │                                                   ├──▶ HistoryCheck, OperationsCheck ──▶ Violation
 *                      └──WebSocket──▶ ChaosClient ──▶ ConnectionHistory ──┘ what it heard
 * </pre>
 *
 * <p>Some clients speak the flat dialect; what they hear is whole configurations without revisions, and is checked apart:
 * LogEntry ──▶ {@code FlatExpectation} and FlatClient ──▶ {@code FlatHistory} meet in {@code FlatCheck}.
 *
 * <p>The expectation is written from {@code protocol.md} and {@code flat-dialect.md} alone and shares no code with what it checks.
 */
package io.kakuremichi.control.chaos;
