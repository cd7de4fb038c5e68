package io.kakuremichi.control.access;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

/**
 * Writes the role that each call needs into its documentation, at build time from the annotations that {@link RoleFilter} is
 * bound by. Finds the method by the operation's id, which is {@code Class_method} ({@code application.properties}).
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class RolesInOpenApi implements OASFilter {
    private static final String SCHEME = "bearer";
    private static final String EXTENSION = "x-required-role";
    private static final Map<Role, DotName> BINDINGS = Map.of(
            Role.VIEWER, DotName.createSimple(ForViewers.class),
            Role.OPERATOR, DotName.createSimple(ForOperators.class),
            Role.ADMIN, DotName.createSimple(ForAdmins.class));

    private final IndexView index;

    public RolesInOpenApi(IndexView index) {
        this.index = index;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        var components = document.getComponents() == null ? OASFactory.createComponents() : document.getComponents();
        components.addSecurityScheme(
                SCHEME,
                OASFactory.createSecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .description("A token of Control's, or one of the configured OIDC issuer"));
        document.setComponents(components);
        document.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .forEach(this::state);
    }

    private void state(Operation operation) {
        role(String.valueOf(operation.getOperationId())).ifPresent(role -> {
            operation.addExtension(EXTENSION, role.wireName());
            operation.addSecurityRequirement(
                    OASFactory.createSecurityRequirement().addScheme(SCHEME));
            var description = operation.getDescription() == null ? "" : operation.getDescription() + "\n\n";
            operation.setDescription(description + "Needs the role `" + role.wireName() + "`"
                    + (role == Role.ADMIN ? "." : " or one that may more."));
        });
    }

    private Optional<Role> role(String operationId) {
        var separator = operationId.indexOf('_');
        if (separator < 0) {
            return Optional.empty();
        }
        var type = operationId.substring(0, separator);
        var method = operationId.substring(separator + 1);
        return index.getKnownClasses().stream()
                .filter(known ->
                        known.simpleName() != null && known.simpleName().equals(type))
                .flatMap(known -> known.methods().stream())
                .filter(known -> known.name().equals(method))
                .flatMap(RolesInOpenApi::stated)
                .max(Role::compareTo);
    }

    private static Stream<Role> stated(MethodInfo method) {
        ClassInfo type = method.declaringClass();
        return BINDINGS.entrySet().stream()
                .filter(binding ->
                        method.hasAnnotation(binding.getValue()) || type.hasDeclaredAnnotation(binding.getValue()))
                .map(Map.Entry::getKey);
    }
}
