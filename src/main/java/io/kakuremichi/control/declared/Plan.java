package io.kakuremichi.control.declared;

import io.kakuremichi.control.access.Role;
import io.kakuremichi.control.declared.StoredState.StoredObject;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a document changes.
 *
 * @param steps one for each object: agents, gateways and tunnels of the document in its order, then what prune deletes or releases
 */
record Plan(Declaration document, List<Step> steps, List<ApplyView.Warning> warnings) {
    /** The steps of one kind with one action. */
    Stream<Step> steps(DeclaredKind kind, PlannedAction action) {
        return steps.stream().filter(step -> step.kind == kind && step.action == action);
    }

    long count(PlannedAction action) {
        return steps.stream().filter(step -> step.action == action).count();
    }

    /** How many more places of the address plan objects of that kind need than now. */
    long places(DeclaredKind kind) {
        return steps(kind, PlannedAction.CREATE).count()
                - steps(kind, PlannedAction.DELETE).count();
    }

    /** The role that is needed to apply it. */
    Role role() {
        return steps.stream().anyMatch(Step::needsAdmin) ? Role.ADMIN : Role.OPERATOR;
    }

    /**
     * One object.
     *
     * @param path its path in the document; for a deletion or release the kind and name
     * @param stored null for a creation
     * @param declared null for a deletion or release
     */
    record Step(
            DeclaredKind kind,
            String name,
            String path,
            PlannedAction action,
            @Nullable StoredObject stored,
            @Nullable DeclaredObject declared,
            List<ApplyView.FieldChange> fields) {
        boolean needsAdmin() {
            return kind.isClient() && action != PlannedAction.UNCHANGED;
        }

        StoredObject existing() {
            return Objects.requireNonNull(stored);
        }

        DeclaredObject wanted() {
            return Objects.requireNonNull(declared);
        }
    }
}
