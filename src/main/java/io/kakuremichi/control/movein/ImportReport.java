package io.kakuremichi.control.movein;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * What an import did, or would do.
 *
 * @param created the number of rows that were imported
 * @param unchanged the number of rows that Control has already
 * @param skipped the number of rows that cannot be imported
 */
@RegisterForReflection
record ImportReport(boolean dryRun, long created, long unchanged, long skipped, List<ImportItem> items) {
    static ImportReport of(boolean dryRun, List<ImportItem> items) {
        return new ImportReport(
                dryRun,
                count(items, ImportAction.CREATE),
                count(items, ImportAction.UNCHANGED),
                count(items, ImportAction.SKIP),
                items);
    }

    private static long count(List<ImportItem> items, ImportAction action) {
        return items.stream().filter(item -> item.action() == action).count();
    }
}
