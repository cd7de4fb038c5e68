package io.kakuremichi.control.declared;

/**
 * How a document is applied.
 *
 * @param dryRun only plans
 * @param prune deletes what the manager made and the document does not name, and releases what else the manager has
 * @param takeOver takes objects over from other managers
 */
record ApplyOptions(boolean dryRun, boolean prune, boolean takeOver) {
    /** The locks of an apply. */
    StoredRows.Lock lock() {
        return prune ? StoredRows.Lock.FOR_DELETIONS : StoredRows.Lock.FOR_CHANGES;
    }
}
