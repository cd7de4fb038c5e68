package io.kakuremichi.control.clientapi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of a list of clients.
 *
 * @param total how many there are on all pages
 * @param nextCursor null on the last page
 */
public record ClientPage<V>(
        List<V> clients, long total, @Nullable String nextCursor) {}
