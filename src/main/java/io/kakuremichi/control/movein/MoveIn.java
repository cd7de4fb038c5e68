package io.kakuremichi.control.movein;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kakuremichi.control.agent.Agents;
import io.kakuremichi.control.audit.Audit;
import io.kakuremichi.control.audit.AuditEntry;
import io.kakuremichi.control.audit.AuditOutcome;
import io.kakuremichi.control.client.ClientEntity;
import io.kakuremichi.control.client.ClientKeys;
import io.kakuremichi.control.client.CreatedClient;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.gateway.Gateways;
import io.kakuremichi.control.movein.KnownState.KnownClient;
import io.kakuremichi.control.movein.KnownState.KnownTunnel;
import io.kakuremichi.control.original.OriginalData;
import io.kakuremichi.control.rest.Metadata;
import io.kakuremichi.control.tunnel.Tunnels;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Imports an original. Each call must run inside a transaction: all of it is committed, or nothing. */
@Singleton
class MoveIn {
    private final Agents agents;
    private final Gateways gateways;
    private final Tunnels tunnels;
    private final ClientKeys wireGuardKeys;
    private final EntityManager entities;
    private final ObjectMapper json;
    private final Audit audit;

    MoveIn(
            Agents agents,
            Gateways gateways,
            Tunnels tunnels,
            ClientKeys wireGuardKeys,
            EntityManager entities,
            ObjectMapper json,
            Audit audit) {
        this.agents = agents;
        this.gateways = gateways;
        this.tunnels = tunnels;
        this.wireGuardKeys = wireGuardKeys;
        this.entities = entities;
        this.json = json;
        this.audit = audit;
    }

    /** Returns what an import would do, and changes nothing. */
    ImportReport plan(OriginalData data) {
        return ImportReport.of(
                true, ImportPlan.of(data, known(), this::metadata).items());
    }

    /**
     * Imports.
     *
     * @param actor the caller's name, for the audit
     * @param address the caller's address
     */
    ImportReport run(OriginalData data, String actor, String address) {
        // Of two imports of one file at once, the second finds what the first created.
        entities.createNativeQuery(
                        "SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended('import', 0))) AS locked")
                .getSingleResult();
        var plan = ImportPlan.of(data, known(), this::metadata);
        var items = new ArrayList<ImportItem>();
        var ids = new IdentityHashMap<PlannedClient, UUID>();
        for (var client : plan.clients()) {
            var item = client.item().action() == ImportAction.CREATE ? create(client, address) : client.item();
            if (item.id() != null) {
                ids.put(client, item.id());
            }
            items.add(item);
        }
        for (var tunnel : plan.tunnels()) {
            items.add(tunnel.item().action() == ImportAction.CREATE ? create(tunnel, ids) : tunnel.item());
        }
        items.stream()
                .filter(item -> item.action() == ImportAction.CREATE)
                .forEach(item -> audit.record(AuditEntry.now(
                        actor, address, item.kind() + ".import", String.valueOf(item.id()), AuditOutcome.SUCCESS)));
        return ImportReport.of(false, List.copyOf(items));
    }

    private ImportItem create(PlannedClient planned, String address) {
        var client = created(planned).client();
        var notes = new ArrayList<String>();
        if (planned.publicKey() != null
                && !wireGuardKeys.adopt(planned.type(), client.id, planned.publicKey(), address)) {
            notes.add("Its public key is that of another client, and is left out");
        }
        forget();
        return planned.item().created(client.id, notes);
    }

    private CreatedClient<? extends ClientEntity> created(PlannedClient planned) {
        var name = Objects.requireNonNull(planned.item().name());
        return switch (planned.type()) {
            case AGENT ->
                agents.create(
                        agent -> {
                            agent.name = name;
                            agent.metadata = planned.metadata();
                        },
                        planned.apiKey());
            case GATEWAY ->
                gateways.create(
                        gateway -> {
                            gateway.name = name;
                            gateway.metadata = planned.metadata();
                            gateway.publicIp = planned.publicIp();
                            gateway.region = planned.region();
                        },
                        planned.apiKey());
        };
    }

    private ImportItem create(PlannedTunnel planned, Map<PlannedClient, UUID> ids) {
        var row = tunnels.create(tunnel -> {
            tunnel.agentId = Objects.requireNonNull(ids.get(planned.owner()));
            tunnel.domain = Objects.requireNonNull(planned.item().name());
            tunnel.target = planned.target();
            tunnel.description = planned.description();
            tunnel.enabled = planned.enabled();
            tunnel.httpProxyEnabled = planned.httpProxyEnabled();
            tunnel.socksProxyEnabled = planned.socksProxyEnabled();
        });
        var id = row.tunnel().id;
        forget();
        return planned.item().created(id, List.of());
    }

    /** Each flush looks at all entities of the transaction: with thousands of them, most of the time would go there. */
    private void forget() {
        entities.flush();
        entities.clear();
    }

    private Optional<String> metadata(String text) {
        try {
            return Optional.ofNullable(json.readValue(text, Metadata.class)).map(Metadata::json);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private KnownState known() {
        var clients = Stream.concat(
                        rows("SELECT id, name, api_key_hash, wireguard_public_key, NULL::text AS public_ip,"
                                        + " NULL::text AS region FROM agents")
                                .map(row -> client(ClientType.AGENT, row)),
                        rows("SELECT id, name, api_key_hash, wireguard_public_key, public_ip, region FROM gateways")
                                .map(row -> client(ClientType.GATEWAY, row)))
                .toList();
        var known = rows("SELECT id, domain, agent_id, target, description, enabled, http_proxy_enabled,"
                        + " socks_proxy_enabled FROM tunnels")
                .map(row -> new KnownTunnel(
                        row.get("id", UUID.class),
                        row.get("domain", String.class),
                        row.get("agent_id", UUID.class),
                        row.get("target", String.class),
                        row.get("description", String.class),
                        row.get("enabled", Boolean.class),
                        row.get("http_proxy_enabled", Boolean.class),
                        row.get("socks_proxy_enabled", Boolean.class)))
                .toList();
        return new KnownState(clients, known);
    }

    @SuppressWarnings("unchecked")
    private Stream<Tuple> rows(String sql) {
        return (Stream<Tuple>) entities.createNativeQuery(sql, Tuple.class).getResultList().stream();
    }

    private static KnownClient client(ClientType type, Tuple row) {
        return new KnownClient(
                row.get("id", UUID.class),
                type,
                row.get("name", String.class),
                row.get("api_key_hash", String.class),
                row.get("wireguard_public_key", String.class),
                row.get("public_ip", String.class),
                row.get("region", String.class));
    }
}
