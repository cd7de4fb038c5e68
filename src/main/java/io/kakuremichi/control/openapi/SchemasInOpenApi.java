package io.kakuremichi.control.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jspecify.annotations.Nullable;

/**
 * Adds to the schemas what the scan does not derive from the records: the required and nullable fields of responses,
 * and the rejection of unknown fields in requests. Anchors patterns, because Bean Validation matches the whole text.
 * Writes ids and times in place, because client generators make a class of each component, and enumerations that share a value.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class SchemasInOpenApi implements OASFilter {
    private static final String OURS = "io.kakuremichi.control";
    private static final DotName NULLABLE = DotName.createSimple(Nullable.class);

    /** The record of free-form JSON objects. */
    private static final String FREE_FORM = "Metadata";

    /** The component that permits every JSON value. */
    private static final String ANY_VALUE = "AnyValue";

    private static final Map<String, String> FORMATS = Map.of("UUID", "uuid", "Instant", "date-time");
    private static final DotName SCHEMA =
            DotName.createSimple(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
    private static final DotName INCLUDE = DotName.createSimple(JsonInclude.class);

    private final IndexView index;

    public SchemasInOpenApi(IndexView index) {
        this.index = index;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        var requested = requestSchemas(document);
        var overlapping = overlapping(document.getComponents().getSchemas());
        document.getComponents().getSchemas().forEach((name, schema) -> {
            anchor(schema);
            properties(schema).values().forEach(property -> {
                anchor(property);
                inline(property);
                inline(property, overlapping);
                freeForm(property);
            });
            ofRecord(name, schema).ifPresent(type -> {
                order(schema, type);
                if (requested.contains(name)) {
                    schema.setAdditionalPropertiesSchema(
                            OASFactory.createSchema().booleanSchema(false));
                } else {
                    completeResponse(schema, type);
                }
            });
        });
        operations(document)
                .map(Operation::getParameters)
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .map(Parameter::getSchema)
                .filter(Objects::nonNull)
                .forEach(SchemasInOpenApi::inline);
        Stream.of(Set.of(FREE_FORM), FORMATS.keySet(), overlapping.keySet())
                .flatMap(Set::stream)
                .forEach(document.getComponents()::removeSchema);
    }

    /** Enumerations with a value in common: a client in Go has one namespace for the values of all named ones. */
    private static Map<String, List<Object>> overlapping(Map<String, Schema> schemas) {
        var enumerations = new LinkedHashMap<String, List<Object>>();
        schemas.forEach((name, schema) -> {
            if (schema.getEnumeration() != null) {
                enumerations.put(name, schema.getEnumeration());
            }
        });
        return enumerations.entrySet().stream()
                .filter(each -> enumerations.entrySet().stream()
                        .anyMatch(other -> !other.getKey().equals(each.getKey())
                                && !Collections.disjoint(other.getValue(), each.getValue())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static void inline(Schema schema, Map<String, List<Object>> enumerations) {
        var values = enumerations.get(component(schema));
        if (values != null) {
            schema.ref(null).type(List.of(SchemaType.STRING)).setEnumeration(values);
        }
    }

    private static Stream<Operation> operations(OpenAPI document) {
        return document.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream());
    }

    /** The schemas of request bodies, and those of the elements of their lists. */
    private static Set<String> requestSchemas(OpenAPI document) {
        var schemas = document.getComponents().getSchemas();
        return operations(document)
                .map(Operation::getRequestBody)
                .filter(Objects::nonNull)
                .flatMap(body -> body.getContent().getMediaTypes().values().stream())
                .map(MediaType::getSchema)
                .map(SchemasInOpenApi::component)
                .flatMap(name -> Stream.concat(Stream.of(name), elements(schemas.get(name))))
                .collect(Collectors.toSet());
    }

    private static Stream<String> elements(@Nullable Schema body) {
        return body == null
                ? Stream.of()
                : properties(body).values().stream()
                        .map(Schema::getItems)
                        .filter(items -> items != null && items.getRef() != null)
                        .map(SchemasInOpenApi::component);
    }

    /** The record with that name and these fields. */
    private Optional<ClassInfo> ofRecord(String name, Schema schema) {
        return index.getKnownClasses().stream()
                .filter(type -> type.isRecord()
                        && type.name().toString().startsWith(OURS)
                        && schemaName(type).equals(name)
                        && names(type)
                                .collect(Collectors.toSet())
                                .equals(properties(schema).keySet()))
                .findFirst();
    }

    private static String schemaName(ClassInfo type) {
        var schema = type.declaredAnnotation(SCHEMA);
        var name = schema == null ? null : schema.value("name");
        return name == null ? type.simpleName() : name.asString();
    }

    private static Stream<String> names(ClassInfo type) {
        return type.recordComponents().stream().map(RecordComponentInfo::name);
    }

    private static void order(Schema schema, ClassInfo type) {
        var properties = new LinkedHashMap<String, Schema>();
        type.recordComponentsInDeclarationOrder().forEach(component -> {
            var property = properties(schema).get(component.name());
            if (property != null) {
                properties.put(component.name(), property);
            }
        });
        schema.setProperties(properties);
    }

    private static void completeResponse(Schema schema, ClassInfo type) {
        for (var component : type.recordComponentsInDeclarationOrder()) {
            // A field that is omitted when null is never null.
            if (type.field(component.name()).hasAnnotation(INCLUDE)) {
                continue;
            }
            if (!Objects.requireNonNullElse(schema.getRequired(), List.of()).contains(component.name())) {
                schema.addRequired(component.name());
            }
            var property = properties(schema).get(component.name());
            if (property != null && component.type().hasAnnotation(NULLABLE)) {
                schema.addProperty(component.name(), orNull(property));
            }
        }
    }

    private static Schema orNull(Schema schema) {
        if (component(schema).equals(ANY_VALUE)) {
            // Null is one of them, and client generators make no type of a choice between any value and null.
            return schema;
        }
        if (schema.getRef() == null) {
            return schema.addType(SchemaType.NULL);
        }
        var nothing = OASFactory.createSchema().type(List.of(SchemaType.NULL));
        return OASFactory.createSchema()
                .description(schema.getDescription())
                .anyOf(List.of(OASFactory.createSchema().ref(schema.getRef()), nothing));
    }

    private static void inline(Schema schema) {
        var format = FORMATS.get(component(schema));
        if (format != null) {
            schema.ref(null).type(List.of(SchemaType.STRING)).setFormat(format);
        }
        alternatives(schema)
                .map(alternative -> FORMATS.get(component(alternative)))
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(ofAlternative -> schema.anyOf(null)
                        .type(List.of(SchemaType.STRING, SchemaType.NULL))
                        .setFormat(ofAlternative));
    }

    /** The name of the component that the schema refers to; empty if it is written in place. */
    private static String component(Schema schema) {
        var ref = Objects.requireNonNullElse(schema.getRef(), "");
        return ref.substring(ref.lastIndexOf('/') + 1);
    }

    private static Stream<Schema> alternatives(Schema schema) {
        return Objects.requireNonNullElse(schema.getAnyOf(), List.<Schema>of()).stream();
    }

    /** The scan mistakes a free-form JSON object for one with the fields of its record. */
    private static void freeForm(Schema property) {
        if (component(property).equals(FREE_FORM)) {
            property.ref(null).setType(List.of(SchemaType.OBJECT));
        }
        if (alternatives(property).anyMatch(schema -> component(schema).equals(FREE_FORM))) {
            property.setAnyOf(null);
            property.setType(List.of(SchemaType.OBJECT, SchemaType.NULL));
        }
        var types = Objects.requireNonNullElse(property.getType(), List.<SchemaType>of());
        if (types.contains(SchemaType.OBJECT) && property.getAdditionalPropertiesSchema() == null) {
            property.setAdditionalPropertiesSchema(OASFactory.createSchema().booleanSchema(true));
        }
    }

    private static void anchor(Schema schema) {
        var pattern = schema.getPattern();
        if (pattern != null && !pattern.startsWith("^")) {
            schema.setPattern(pattern.contains("|") ? "^(" + pattern + ")$" : "^" + pattern + "$");
        }
    }

    private static Map<String, Schema> properties(Schema schema) {
        return Objects.requireNonNullElse(schema.getProperties(), Map.of());
    }
}
