/**
 * The common base of all packages that store something.
 *
 * <pre>
 * entity ─▶ StoredEntity (version, times) ─▶ TimeOrderedId (sorts by creation)
 * SQLException ─▶ DatabaseFailures: may a later attempt succeed, is the server read only?
 * </pre>
 *
 * {@link io.kakuremichi.control.database.DatabaseException} carries a failure through packages that know nothing of JDBC.
 */
@NullMarked
package io.kakuremichi.control.database;

import org.jspecify.annotations.NullMarked;
