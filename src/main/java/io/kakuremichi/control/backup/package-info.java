/**
 * Backup of everything that Control stores into one file, and restore of a database from such a file.
 * <pre>
 * GET /api/backup ─▶ Export ─▶ Snapshot: one transaction, COPY … TO ─▶ ArchiveWriter: a zip, streamed
 * restore FILE ─▶ Archive: verify seal and checksums ─▶ ArchiveLoader: one transaction: schema, COPY … FROM, a new epoch
 * start of a newer program ─▶ PendingMigrations ─▶ UpgradeBackup, before an embedded database is migrated
 * </pre>
 * A running Control takes a backup from its database. The program alone does a restore, while no Control uses the
 * database.
 *
 * <p>Terms: an <i>archive</i> is the file; its format is described at {@link io.kakuremichi.control.backup.Manifest}.
 * An <i>export</i> is one backup that is streamed to a caller.
 */
@NullMarked
package io.kakuremichi.control.backup;

import org.jspecify.annotations.NullMarked;
