package io.kakuremichi.control.declared;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kakuremichi.control.declared.DeclaredObject.DeclaredAgent;
import io.kakuremichi.control.declared.DeclaredObject.DeclaredGateway;
import io.kakuremichi.control.declared.DeclaredObject.DeclaredTunnel;
import io.kakuremichi.control.document.DocumentNode;
import io.kakuremichi.control.document.DocumentNode.Mapping;
import io.kakuremichi.control.document.NodeJson;
import io.kakuremichi.control.http.Addresses;
import io.kakuremichi.control.rest.Metadata;
import jakarta.inject.Singleton;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a document declares, with the same rules for values as the calls for single objects have. Finds all faults. */
@Singleton
class DeclarationReader {
    private static final Set<String> OF_DOCUMENT = Set.of("manager", "agents", "gateways", "tunnels");
    private static final Set<String> OF_AGENT = Set.of("name", "metadata");
    private static final Set<String> OF_GATEWAY = Set.of("name", "region", "publicIp", "metadata");
    private static final Set<String> OF_TUNNEL =
            Set.of("domain", "agent", "target", "enabled", "description", "httpProxyEnabled", "socksProxyEnabled");

    private final Validator validator;
    private final ObjectMapper json;

    DeclarationReader(Validator validator, ObjectMapper json) {
        this.validator = validator;
        this.json = json;
    }

    /** Reads a document. With a fault, the result serves to find further ones. */
    Declaration read(DocumentNode root, FaultList faults) {
        if (!(root instanceof Mapping mapping)) {
            faults.add("", "the document must be an object", root);
            return new Declaration("", List.of());
        }
        var document = new FieldReader(mapping, "", OF_DOCUMENT, Declaration.class, validator, faults);
        var manager = document.required("manager");
        var objects = new ArrayList<Declaration.Entry>();
        for (var kind : DeclaredKind.values()) {
            read(kind, document.items(kind.plural()), objects, faults);
        }
        return new Declaration(Objects.requireNonNullElse(manager, ""), objects);
    }

    private void read(DeclaredKind kind, List<DocumentNode> items, List<Declaration.Entry> objects, FaultList faults) {
        var paths = new HashMap<String, String>();
        for (var i = 0; i < items.size(); i++) {
            var path = "%s[%s]".formatted(kind.plural(), i);
            if (!(items.get(i) instanceof Mapping mapping)) {
                faults.add(path, "must be an object", items.get(i));
                continue;
            }
            var object = object(kind, mapping, path, faults);
            if (object == null) {
                continue;
            }
            var entry = new Declaration.Entry(object, path, mapping);
            var first = paths.putIfAbsent(object.name(), path);
            if (first == null) {
                objects.add(entry);
            } else {
                entry.fault(faults, kind.nameField(), "is declared twice, first at " + first);
            }
        }
    }

    private @Nullable DeclaredObject object(DeclaredKind kind, Mapping node, String path, FaultList faults) {
        return switch (kind) {
            case AGENT -> agent(new FieldReader(node, path, OF_AGENT, DeclaredAgent.class, validator, faults));
            case GATEWAY -> gateway(new FieldReader(node, path, OF_GATEWAY, DeclaredGateway.class, validator, faults));
            case TUNNEL -> tunnel(new FieldReader(node, path, OF_TUNNEL, DeclaredTunnel.class, validator, faults));
        };
    }

    private @Nullable DeclaredAgent agent(FieldReader fields) {
        var name = fields.required("name");
        var metadata = metadata(fields);
        return name == null ? null : new DeclaredAgent(name, metadata);
    }

    private @Nullable DeclaredGateway gateway(FieldReader fields) {
        var name = fields.required("name");
        var region = fields.text("region");
        var publicIp = fields.text("publicIp");
        var metadata = metadata(fields);
        if (name == null) {
            return null;
        }
        return new DeclaredGateway(
                name,
                region,
                publicIp == null ? null : Addresses.canonical(publicIp).orElseThrow(),
                fields.isGiven("publicIp"),
                metadata);
    }

    private static @Nullable DeclaredTunnel tunnel(FieldReader fields) {
        var domain = fields.required("domain");
        var agent = fields.required("agent");
        var target = fields.required("target");
        var enabled = fields.flag("enabled", true);
        var description = fields.text("description");
        var httpProxy = fields.flag("httpProxyEnabled", false);
        var socksProxy = fields.flag("socksProxyEnabled", false);
        if (agent == null) {
            return null;
        }
        // What has a fault is never stored, but its agent is looked for, so that this fault is reported as well.
        var name = domain == null ? fields.path() : domain.toLowerCase(Locale.ROOT);
        return new DeclaredTunnel(
                name, agent, Objects.requireNonNullElse(target, ""), enabled, description, httpProxy, socksProxy);
    }

    private String metadata(FieldReader fields) {
        var value = fields.value("metadata");
        if (value == null) {
            return Metadata.EMPTY;
        }
        if (!(value instanceof Mapping)) {
            fields.fault("metadata", "must be an object");
            return Metadata.EMPTY;
        }
        try {
            return json.readValue(NodeJson.write(value), Metadata.class).json();
        } catch (JsonMappingException e) {
            fields.fault("metadata", e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            fields.fault("metadata", "must be an object");
        }
        return Metadata.EMPTY;
    }
}
