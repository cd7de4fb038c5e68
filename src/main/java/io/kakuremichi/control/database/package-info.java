/**
 * The common base of all packages that store something.
 *
 * <pre>
 * entity ─▶ StoredEntity (version, times) ─▶ TimeOrderedId (sorts by creation)
 * SQLException ─▶ DatabaseFailures: may a later attempt succeed, is the server read only, is a row to blame?
 * pool, feed, migrations, backups ─▶ ConnectionSettings on each new connection
 * rows of many clients ─▶ BatchWrite: a row that the database refuses fails none of the others
 * </pre>
 *
 * {@link io.kakuremichi.control.database.DatabaseException} carries a failure through packages that know nothing of JDBC.
 */
@NullMarked
package io.kakuremichi.control.database;

import org.jspecify.annotations.NullMarked;
