package io.kakuremichi.control.declared;

import io.kakuremichi.control.declared.ApplyView.FieldChange;
import io.kakuremichi.control.declared.ApplyView.Warning;
import io.kakuremichi.control.declared.DeclaredObject.DeclaredTunnel;
import io.kakuremichi.control.declared.StoredState.StoredObject;
import io.kakuremichi.control.document.DocumentFault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares what a document declares with what is stored. Reads and changes nothing else. */
final class Planner {
    private static final String MANAGED_BY = "managedBy";

    private final Declaration document;
    private final StoredState stored;
    private final Map<String, ? extends Map<String, String>> last;
    private final ApplyOptions options;
    private final FaultList faults;
    private final List<Plan.Step> steps = new ArrayList<>();
    private final List<Warning> warnings = new ArrayList<>();

    /** @param last see {@link LastDeclared} */
    Planner(
            Declaration document,
            StoredState stored,
            Map<String, ? extends Map<String, String>> last,
            ApplyOptions options,
            FaultList faults) {
        this.document = document;
        this.stored = stored;
        this.last = last;
        this.options = options;
        this.faults = faults;
    }

    Plan plan() {
        var pruned = pruned();
        checkAgents(pruned);
        document.objects().forEach(this::plan);
        pruned.forEach(this::prune);
        return new Plan(document, steps, warnings);
    }

    private void prune(StoredObject object) {
        var kind = object.state().kind();
        var name = object.state().name();
        var action = object.pruned();
        List<FieldChange> fields = action == PlannedAction.RELEASE
                ? List.of(new FieldChange(MANAGED_BY, JsonText.of(object.managedBy()), JsonText.of(null)))
                : List.of();
        steps.add(new Plan.Step(kind, name, LastDeclared.key(kind, name), action, object, null, fields));
    }

    /** What the manager has and the document does not name. Tunnels first: the deletion of an agent deletes those that are left. */
    private List<StoredObject> pruned() {
        if (!options.prune()) {
            return List.of();
        }
        return Stream.of(DeclaredKind.TUNNEL, DeclaredKind.AGENT, DeclaredKind.GATEWAY)
                .flatMap(kind -> {
                    var named = names(kind);
                    return stored.of(kind)
                            .filter(object -> object.isManagedBy(document.manager())
                                    && !named.contains(object.state().name()));
                })
                .toList();
    }

    private Set<String> names(DeclaredKind kind) {
        return document.of(kind).map(entry -> entry.object().name()).collect(Collectors.toSet());
    }

    private void checkAgents(List<StoredObject> pruned) {
        var gone = new HashSet<String>();
        for (var object : pruned) {
            var name = object.state().name();
            if (object.state().kind() != DeclaredKind.AGENT || object.pruned() != PlannedAction.DELETE) {
                continue;
            }
            gone.add(name);
            var foreign = stored.foreignTunnels().get(name);
            if (foreign != null) {
                faults.add(new DocumentFault(
                        "agents",
                        "must name %s, which prune cannot delete: its tunnel %s was not made by %s, or is not managed by it"
                                .formatted(name, foreign, document.manager()),
                        null,
                        null));
            }
        }
        var declared = names(DeclaredKind.AGENT);
        document.of(DeclaredKind.TUNNEL).forEach(entry -> {
            var agent = ((DeclaredTunnel) entry.object()).agent();
            if (declared.contains(agent)) {
                return;
            }
            if (gone.contains(agent)) {
                entry.fault(faults, "agent", "is an agent that prune deletes, because the document does not name it");
            } else if (!stored.agents().containsKey(agent)) {
                entry.fault(faults, "agent", "is no agent, neither in the document nor in Control");
            }
        });
    }

    private void plan(Declaration.Entry entry) {
        var object = entry.object();
        var found = stored.find(object.kind(), object.name()).orElse(null);
        if (found == null) {
            warnOfDeletion(object);
            var fields = object.fields().entrySet().stream()
                    .map(field -> new FieldChange(field.getKey(), null, field.getValue()))
                    .toList();
            add(entry, PlannedAction.CREATE, null, fields);
            return;
        }
        var fields = new ArrayList<FieldChange>();
        if (!found.isManagedBy(document.manager())) {
            if (found.managedBy() != null && !options.takeOver()) {
                entry.fault(faults, object.kind().nameField(), "is managed by %s".formatted(found.managedBy()));
            }
            fields.add(new FieldChange(MANAGED_BY, JsonText.of(found.managedBy()), JsonText.of(document.manager())));
        }
        var before = found.state().fields();
        object.fields().forEach((field, after) -> {
            var current = before.getOrDefault(field, "null");
            if (!JsonText.isSame(current, after)) {
                fields.add(new FieldChange(field, current, after));
                warnOfChange(object, field, current);
            }
        });
        add(entry, fields.isEmpty() ? PlannedAction.UNCHANGED : PlannedAction.UPDATE, found, fields);
    }

    private void add(
            Declaration.Entry entry, PlannedAction action, @Nullable StoredObject found, List<FieldChange> fields) {
        var object = entry.object();
        steps.add(new Plan.Step(object.kind(), object.name(), entry.path(), action, found, object, fields));
    }

    private Map<String, String> lastOf(DeclaredObject object) {
        Map<String, String> fields = last.get(LastDeclared.key(object.kind(), object.name()));
        return fields == null ? Map.of() : fields;
    }

    private void warnOfChange(DeclaredObject object, String field, String current) {
        var declared = lastOf(object).get(field);
        if (declared != null && !JsonText.isSame(declared, current)) {
            warnings.add(new Warning(
                    object.kind(),
                    object.name(),
                    field,
                    "was changed since the last apply of %s, from %s to %s, and is overwritten"
                            .formatted(document.manager(), declared, current)));
        }
    }

    private void warnOfDeletion(DeclaredObject object) {
        if (!lastOf(object).isEmpty()) {
            warnings.add(new Warning(
                    object.kind(),
                    object.name(),
                    null,
                    "was deleted or renamed since the last apply of %s, and is created again"
                            .formatted(document.manager())));
        }
    }
}
