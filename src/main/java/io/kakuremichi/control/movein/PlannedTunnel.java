package io.kakuremichi.control.movein;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the original's tunnels and its planned outcome.
 *
 * @param owner the agent, which may have to be created; null for a tunnel that is skipped
 */
record PlannedTunnel(
        ImportItem item,
        @Nullable PlannedClient owner,
        String target,
        @Nullable String description,
        boolean enabled,
        boolean httpProxyEnabled,
        boolean socksProxyEnabled) {
    PlannedTunnel with(List<ImportDifference> differences) {
        return new PlannedTunnel(
                new ImportItem(
                        item.kind(),
                        item.originalId(),
                        item.name(),
                        item.id(),
                        item.action(),
                        item.notes(),
                        differences),
                owner,
                target,
                description,
                enabled,
                httpProxyEnabled,
                socksProxyEnabled);
    }
}
