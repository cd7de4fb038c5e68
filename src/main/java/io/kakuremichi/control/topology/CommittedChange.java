package io.kakuremichi.control.topology;

import io.kakuremichi.control.change.CertificateFacts;
import io.kakuremichi.control.change.Change;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A committed change with its revision.
 *
 * @param certificate the row of a {@link Change.CertificateStored}; null for other changes, and if the row has been
 *     deleted since (its deletion follows)
 * @param committedAt approximate time of the commit, as this process' {@link System#nanoTime}
 * @param at the time of the entry in the log, by the database's clock
 */
public record CommittedChange(
        long revision, Change change, @Nullable CertificateFacts certificate, long committedAt, Instant at) {}
