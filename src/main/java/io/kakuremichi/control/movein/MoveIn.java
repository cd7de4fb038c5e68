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
import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.movein.KnownState.KnownClient;
import io.kakuremichi.control.movein.KnownState.KnownTunnel;
import io.kakuremichi.control.network.AddressBook;
import io.kakuremichi.control.original.OriginalData;
import io.kakuremichi.control.rest.ApiException;
import io.kakuremichi.control.rest.Metadata;
import io.kakuremichi.control.tunnel.Tunnel;
import io.kakuremichi.control.tunnel.TunnelBatch;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Imports an original. Each call must run inside a transaction: all of it is committed, or nothing. */
@Singleton
class MoveIn {
    private static final int CHUNK = 500;

    private final Agents agents;
    private final Gateways gateways;
    private final TunnelBatch tunnels;
    private final AddressBook addresses;
    private final ClientKeys wireGuardKeys;
    private final EntityManager entities;
    private final ObjectMapper json;
    private final Audit audit;
    private final ImportMetrics metrics;

    MoveIn(
            Agents agents,
            Gateways gateways,
            TunnelBatch tunnels,
            AddressBook addresses,
            ClientKeys wireGuardKeys,
            EntityManager entities,
            ObjectMapper json,
            Audit audit,
            ImportMetrics metrics) {
        this.agents = agents;
        this.gateways = gateways;
        this.tunnels = tunnels;
        this.addresses = addresses;
        this.wireGuardKeys = wireGuardKeys;
        this.entities = entities;
        this.json = json;
        this.audit = audit;
        this.metrics = metrics;
    }

    /**
     * Returns what an import would do, and changes nothing.
     *
     * @throws ApiException POOL_EXHAUSTED if the address plan has not enough places
     */
    ImportReport plan(OriginalData data) {
        var report = ImportReport.of(true, planned(data).items());
        metrics.planned();
        return report;
    }

    private ImportPlan planned(OriginalData data) {
        var plan = ImportPlan.of(data, known(), this::metadata);
        addresses.requireSubnets(plan.created(ClientType.AGENT));
        addresses.requireGatewayHosts(plan.created(ClientType.GATEWAY));
        return plan;
    }

    /**
     * Imports.
     *
     * @param actor the caller's name, for the audit
     * @param address the caller's address
     * @throws ApiException POOL_EXHAUSTED if the address plan has not enough places, UNAVAILABLE if another import is under way
     */
    ImportReport run(OriginalData data, String actor, String address) {
        var underWay = metrics.begin();
        // One at a time, so that the second of two imports of one file finds what the first created.
        var alone = (Boolean) entities.createNativeQuery(
                        "SELECT pg_try_advisory_xact_lock(hashtextextended('import', 0))", Boolean.class)
                .getSingleResult();
        if (!alone) {
            throw new ApiException(ApiErrorCode.UNAVAILABLE, "Another import is under way, try again later");
        }
        var plan = planned(data);
        var items = new ArrayList<ImportItem>();
        var ids = new IdentityHashMap<PlannedClient, UUID>();
        for (var client : plan.clients()) {
            var item = client.item().action() == ImportAction.CREATE ? create(client, address) : client.item();
            if (item.id() != null) {
                ids.put(client, item.id());
            }
            items.add(item);
        }
        items.addAll(create(plan.tunnels(), ids));
        items.stream()
                .filter(item -> item.action() == ImportAction.CREATE)
                .forEach(item -> audit.record(AuditEntry.now(
                        actor, address, item.kind() + ".import", String.valueOf(item.id()), AuditOutcome.SUCCESS)));
        var report = ImportReport.of(false, List.copyOf(items));
        underWay.done(report);
        return report;
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

    private List<ImportItem> create(List<PlannedTunnel> planned, Map<PlannedClient, UUID> ids) {
        var items = new ArrayList<ImportItem>();
        var created = new ArrayList<Tunnel>();
        for (var each : planned) {
            if (each.item().action() != ImportAction.CREATE) {
                items.add(each.item());
                continue;
            }
            var tunnel = tunnel(each, Objects.requireNonNull(ids.get(each.owner())));
            created.add(tunnel);
            items.add(each.item().created(tunnel.id, List.of()));
        }
        for (var from = 0; from < created.size(); from += CHUNK) {
            tunnels.create(created.subList(from, Math.min(created.size(), from + CHUNK)));
            forget();
        }
        return items;
    }

    private static Tunnel tunnel(PlannedTunnel planned, UUID agentId) {
        var tunnel = new Tunnel();
        tunnel.assignId();
        tunnel.agentId = agentId;
        tunnel.domain = Objects.requireNonNull(planned.item().name());
        tunnel.target = planned.target();
        tunnel.description = planned.description();
        tunnel.enabled = planned.enabled();
        tunnel.httpProxyEnabled = planned.httpProxyEnabled();
        tunnel.socksProxyEnabled = planned.socksProxyEnabled();
        return tunnel;
    }

    /** Each flush checks all entities of the transaction for changes, which would take most of the time of thousands of rows. */
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
        var next = rows("SELECT next_public_key AS key FROM agents WHERE next_public_key IS NOT NULL"
                        + " UNION ALL SELECT next_public_key FROM gateways WHERE next_public_key IS NOT NULL")
                .map(row -> row.get("key", String.class))
                .collect(Collectors.toUnmodifiableSet());
        return new KnownState(clients, next, known);
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
