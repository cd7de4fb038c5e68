package io.kakuremichi.control.declared;

import io.kakuremichi.control.document.DocumentNode.Mapping;
import io.kakuremichi.control.rest.FieldRules;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a document declares.
 *
 * @param manager the name under which it is applied
 * @param objects agents, then gateways, then tunnels, each in the order of the document
 */
record Declaration(
        @Pattern(regexp = FieldRules.NAME, message = FieldRules.NAME_FAULT) String manager,

        List<Entry> objects) {
    /** The objects of one kind. */
    Stream<Entry> of(DeclaredKind kind) {
        return objects.stream().filter(entry -> entry.object.kind() == kind);
    }

    /**
     * An object and its place in the document.
     *
     * @param path such as {@code tunnels[4]}
     */
    record Entry(DeclaredObject object, String path, Mapping node) {
        void fault(FaultList faults, String field, String message) {
            faults.add(path + "." + field, message, node.fields().getOrDefault(field, node));
        }
    }
}
