package io.kakuremichi.control.access;

import io.kakuremichi.control.config.OidcSettings;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The role that a token's claims give: that of the highest group. */
final class OidcRoles {
    private final List<String> path;
    private final Map<Role, Set<String>> groups;

    OidcRoles(OidcSettings config) {
        this.path = Arrays.asList(config.rolesClaim().split("/", -1));
        var roles = config.roles();
        this.groups = Map.of(Role.ADMIN, roles.admin(), Role.OPERATOR, roles.operator(), Role.VIEWER, roles.viewer());
    }

    @Nullable Role of(Map<String, Object> claims) {
        var named = names(claims);
        return groups.entrySet().stream()
                .filter(entry -> named.stream().anyMatch(entry.getValue()::contains))
                .map(Map.Entry::getKey)
                .max(Role::compareTo)
                .orElse(null);
    }

    private List<String> names(Map<String, Object> claims) {
        @Nullable Object value = claims;
        for (var name : path) {
            value = value instanceof Map<?, ?> object ? object.get(name) : null;
        }
        return switch (value) {
            case String text -> List.of(text.split(" ", -1));
            case Collection<?> list -> list.stream().map(String::valueOf).toList();
            case null, default -> List.of();
        };
    }
}
