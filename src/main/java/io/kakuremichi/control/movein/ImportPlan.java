package io.kakuremichi.control.movein;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.original.OriginalData;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The planned outcome of each row of an original. Changes nothing. */
record ImportPlan(List<PlannedClient> clients, List<PlannedTunnel> tunnels) {
    /** @param metadataReader returns the metadata in the form that is stored; empty if it is not valid */
    static ImportPlan of(OriginalData data, KnownState known, Function<String, Optional<String>> metadataReader) {
        var rows = Stream.concat(
                        data.gateways().stream().map(OriginalClient::of),
                        data.agents().stream().map(OriginalClient::of))
                .toList();
        var clients = new ClientPlanner(rows, known, metadataReader).plan();
        return new ImportPlan(clients, new TunnelPlanner(clients, known.tunnels()).plan(data.tunnels()));
    }

    /** The number of clients of that type to create. */
    long created(ClientType type) {
        return clients.stream()
                .filter(client -> client.type() == type && client.item().action() == ImportAction.CREATE)
                .count();
    }

    List<ImportItem> items() {
        return Stream.concat(
                        clients.stream().map(PlannedClient::item),
                        tunnels.stream().map(PlannedTunnel::item))
                .toList();
    }
}
