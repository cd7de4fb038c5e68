package io.kakuremichi.control.access;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;

/**
 * Writes the role that a call needs into its description and an extension. Quarkus wrote it into the security requirement before,
 * from {@code @RolesAllowed}; there, tools take it for a scope, which a bearer token does not have.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class RolesInOpenApi implements OASFilter {
    private static final String EXTENSION = "x-required-role";

    /** The scheme that every call with a role accepts as well. */
    private static final String COOKIE = "session";

    @Override
    public Operation filterOperation(Operation operation) {
        role(operation).ifPresent(role -> {
            operation.addExtension(EXTENSION, role);
            operation.setSecurity(Stream.concat(
                            operation.getSecurity().stream()
                                    .flatMap(requirement -> requirement.getSchemes().keySet().stream()),
                            Stream.of(COOKIE))
                    .map(scheme -> OASFactory.createSecurityRequirement().addScheme(scheme))
                    .toList());
            var description = operation.getDescription() == null ? "" : operation.getDescription() + "\n\n";
            operation.setDescription(description + "Needs the role `" + role + "`"
                    + (role.equals(Roles.ADMIN) ? "." : " or a higher one."));
        });
        return operation;
    }

    private static Optional<String> role(Operation operation) {
        return Objects.requireNonNullElse(operation.getSecurity(), List.<SecurityRequirement>of()).stream()
                .flatMap(requirement -> requirement.getSchemes().entrySet().stream())
                .map(Map.Entry::getValue)
                .flatMap(List::stream)
                .findFirst();
    }
}
