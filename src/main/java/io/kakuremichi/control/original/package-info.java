/**
 * The SQLite database of the original control server, read for moving in.
 *
 * <pre>
 * FILE, FILE-wal ──copied──▶ a private temporary directory ──SQLite──▶ OriginalDatabase ──▶ OriginalData
 * </pre>
 *
 * The original's file is only ever read as bytes. SQLite opens a copy, because it writes beside a database even to read it: to
 * recover a write-ahead log it needs a shared-memory file. The values are those of the file; {@code movein} checks them.
 */
@NullMarked
package io.kakuremichi.control.original;

import org.jspecify.annotations.NullMarked;
