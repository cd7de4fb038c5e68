package io.kakuremichi.control.declared;

import io.kakuremichi.control.access.Roles;
import io.kakuremichi.control.document.NodeJson;
import io.kakuremichi.control.document.YamlWriter;
import io.kakuremichi.control.rest.ApiException;
import io.kakuremichi.control.rest.FieldRules;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Variant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/export} ({@code rest.md}). */
@Path("/api/export")
@Tag(name = "declarative")
class ExportResource {
    /** The manager in a document of everything. */
    private static final String MANAGER = "default";

    private final ExportedDocument document;

    ExportResource(ExportedDocument document) {
        this.document = document;
    }

    @Operation(operationId = "exportDocument", summary = "Export a document", description = """
                    Agents, gateways and tunnels as a document that can be applied: JSON, or YAML for `Accept: application/yaml`.
                    It has no keys, ids and addresses.""")
    @APIResponse(
            responseCode = "200",
            description = "The document",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "DeclaredDocument")),
                @Content(mediaType = ApplyResource.YAML, schema = @Schema(ref = "DeclaredDocument"))
            })
    @GET
    @RolesAllowed(Roles.VIEWER)
    @Produces({MediaType.APPLICATION_JSON, ApplyResource.YAML})
    public Response export(
            @Parameter(
                            description = "The manager in the document; by default `managedBy`, or `default`",
                            example = "edge",
                            schema = @Schema(type = SchemaType.STRING, pattern = FieldRules.NAME))
                    @QueryParam("manager")
                    @Nullable String manager,
            @Parameter(
                            description = "Only what this manager has",
                            example = "edge",
                            schema = @Schema(type = SchemaType.STRING, pattern = FieldRules.NAME))
                    @QueryParam("managedBy")
                    @Nullable String managedBy,
            @Context Request request) {
        check("manager", manager);
        check("managedBy", managedBy);
        var named = manager != null ? manager : managedBy != null ? managedBy : MANAGER;
        var node = document.read(named, managedBy);
        var variants = Variant.mediaTypes(MediaType.APPLICATION_JSON_TYPE, MediaType.valueOf(ApplyResource.YAML))
                .build();
        var chosen = request.selectVariant(variants);
        return chosen != null && chosen.getMediaType().isCompatible(MediaType.valueOf(ApplyResource.YAML))
                ? Response.ok(YamlWriter.write(node), ApplyResource.YAML).build()
                : Response.ok(NodeJson.write(node), MediaType.APPLICATION_JSON_TYPE)
                        .build();
    }

    private static void check(String name, @Nullable String value) {
        if (value != null && !value.matches(FieldRules.NAME)) {
            throw ApiException.invalid(name, FieldRules.NAME_FAULT);
        }
    }
}
