package io.kakuremichi.control.declared;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.kakuremichi.control.access.Role;
import io.kakuremichi.control.credential.Secret;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What an apply changed, or would change.
 *
 * @param role the role that applying it needs
 * @param revision the revision that contains everything that was applied; of a dry run, the current one
 */
@RegisterForReflection
record ApplyView(
        String manager,
        boolean dryRun,
        Role role,
        long revision,
        ActionCounts counts,
        List<PlannedObject> objects,
        List<Warning> warnings) {
    /** @param created the objects that were created, by step */
    static ApplyView of(Plan plan, boolean dryRun, long revision, Map<Plan.Step, CreatedObject> created) {
        return new ApplyView(
                plan.document().manager(),
                dryRun,
                plan.role(),
                revision,
                new ActionCounts(
                        plan.count(PlannedAction.CREATE),
                        plan.count(PlannedAction.UPDATE),
                        plan.count(PlannedAction.DELETE),
                        plan.count(PlannedAction.RELEASE),
                        plan.count(PlannedAction.UNCHANGED)),
                plan.steps().stream()
                        .map(step -> PlannedObject.of(step, created.get(step)))
                        .toList(),
                plan.warnings());
    }

    /** The number of objects by action. */
    @RegisterForReflection
    record ActionCounts(long create, long update, long delete, long release, long unchanged) {
        long of(PlannedAction action) {
            return switch (action) {
                case CREATE -> create;
                case UPDATE -> update;
                case DELETE -> delete;
                case RELEASE -> release;
                case UNCHANGED -> unchanged;
            };
        }
    }

    /**
     * One object.
     *
     * @param id null for one that a dry run would create
     * @param fields the fields that differ; none of a deletion
     * @param apiKey of an agent or gateway that was created, shown only in this response
     */
    @RegisterForReflection
    record PlannedObject(
            DeclaredKind kind,
            String name,
            PlannedAction action,
            @Nullable UUID id,
            List<FieldChange> fields,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String apiKey) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "PlannedObject[%s %s %s]".formatted(action, kind, name);
        }

        static PlannedObject of(Plan.Step step, @Nullable CreatedObject created) {
            var key = created == null ? null : created.apiKey;
            var stored = step.stored();
            return new PlannedObject(
                    step.kind(),
                    step.name(),
                    step.action(),
                    stored == null ? created == null ? null : created.id : stored.id(),
                    step.fields(),
                    key == null ? null : key.value());
        }
    }

    /**
     * A field that differs.
     *
     * @param before the stored value; null for a creation
     * @param after the declared value
     */
    @RegisterForReflection
    record FieldChange(
            String field,

            @JsonRawValue @Schema(ref = "AnyValue") @Nullable String before,

            @JsonRawValue @Schema(ref = "AnyValue") String after) {}

    /** Something that the apply overwrites or creates again, because it was changed in another way since the last one. */
    @RegisterForReflection
    @Schema(name = "ApplyWarning")
    record Warning(DeclaredKind kind, String name, @Nullable String field, String message) {}

    /**
     * An object that was created just now.
     *
     * @param apiKey null for a tunnel
     */
    record CreatedObject(UUID id, @Nullable Secret apiKey) {}
}
