package io.kakuremichi.control.topology;

import io.kakuremichi.control.change.CertificateFacts;
import io.kakuremichi.control.change.Change;
import org.jspecify.annotations.Nullable;

/**
 * A committed change at its place in history.
 *
 * @param certificate the row a {@link Change.CertificateStored} is about; null for other changes, and when the row is
 *     gone by now (its deletion follows)
 * @param committedAt about when it was committed, as {@link System#nanoTime} of this process
 */
public record CommittedChange(
        long revision, Change change, @Nullable CertificateFacts certificate, long committedAt) {}
