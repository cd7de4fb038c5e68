/**
 * Taking everything that Control keeps into one file, and making a database from such a file.
 *
 * <pre>
 * GET /api/backup ─▶ Export ─▶ Snapshot: one transaction, COPY … TO ─▶ ArchiveWriter: a zip, streamed
 *
 * restore FILE ─▶ Archive: sealed under our key? whole? ─▶ Loading: one transaction: schema, COPY … FROM, a new epoch
 * </pre>
 *
 * The format is described at {@link io.kakuremichi.control.backup.Manifest}. A backup is taken by a Control that runs, from the
 * database that it is connected to; a restore is done by the program alone, while none runs.
 */
@NullMarked
package io.kakuremichi.control.backup;

import org.jspecify.annotations.NullMarked;
