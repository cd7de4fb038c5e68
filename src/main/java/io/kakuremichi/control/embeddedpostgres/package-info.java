/**
 * The PostgreSQL that Control brings along for when no other database is configured.
 *
 * <pre>
 * EmbeddedPostgres.start
 *   DirectoryLock      one Control per data directory, before anything in it is touched
 *   PostgresBinaries   unpacked once per version
 *   Postmaster.stop    what a killed Control left running
 *   Cluster            made once: password, initdb, database
 *   Postmaster.start   a free port on loopback, ready when pg_ctl says so
 * </pre>
 *
 * Nothing here knows of Quarkus or JDBC, and nothing needs reflection, so all of it works in a native binary.
 */
@NullMarked
package io.kakuremichi.control.embeddedpostgres;

import org.jspecify.annotations.NullMarked;
