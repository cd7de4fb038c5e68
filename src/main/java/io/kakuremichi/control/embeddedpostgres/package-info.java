/**
 * The embedded PostgreSQL, which Control runs when no other database is configured.
 * <pre>
 * EmbeddedPostgres.start
 *   Directories        created; of the right owner, writable, with space
 *   DirectoryLock      one Control for each data directory, before anything in it is touched
 *   PostgresBinaries   unpacked once for each version
 *   Postmaster.stop    stops the server of a killed Control
 *   Cluster            created once: password, initdb, database
 *   Postmaster.start   a free port on loopback, ready when pg_ctl reports it
 *   PostmasterWatch    starts the server again when it dies or hangs, on the same port
 * </pre>
 * The package depends on neither Quarkus nor JDBC and needs no reflection, so it works in a native binary.
 */
@NullMarked
package io.kakuremichi.control.embeddedpostgres;

import org.jspecify.annotations.NullMarked;
