package io.kakuremichi.control.movein;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one row of the original, or in a dry run the planned one.
 *
 * @param kind {@code agent}, {@code gateway} or {@code tunnel}
 * @param originalId the id of the row
 * @param name the name or domain in Control
 * @param id the id in Control; null if the object does not exist, or not yet
 * @param action what was done, or would be
 * @param notes remarks for the administrator
 * @param differences the fields in which an object that Control has already differs from the row
 */
@RegisterForReflection
record ImportItem(
        String kind,
        @Nullable String originalId,
        @Nullable String name,
        @Nullable UUID id,
        ImportAction action,
        List<String> notes,
        List<ImportDifference> differences) {
    ImportItem created(UUID newId, List<String> more) {
        return new ImportItem(
                kind,
                originalId,
                name,
                newId,
                action,
                Stream.concat(notes.stream(), more.stream()).toList(),
                differences);
    }
}
