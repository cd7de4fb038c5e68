package io.kakuremichi.control.chaos;

import io.kakuremichi.control.credential.ClientType;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** One change between two states of the {@link World}, and what each client has to hear of it. */
sealed interface Step {
    /**
     * What the protocol owes a client.
     *
     * @param world as it is after this step
     * @param granted the capabilities of its connection
     */
    Expected owes(World world, UUID client, ClientType type, Set<String> granted);

    /** What a client has to hear. */
    sealed interface Expected {
        Expected NOTHING = new Nothing();

        /** Nothing; a configuration may still come at any time. */
        record Nothing() implements Expected {}

        /**
         * This message.
         *
         * @param required false when it may be left out, because it says nothing new to this client
         */
        record Message(String type, String item, boolean required) implements Expected {}

        /**
         * A configuration of this revision or a later one, after whatever time.
         *
         * @param instead a message that may come in its place, or null
         */
        record Config(Message instead) implements Expected {}
    }

    /** Of no client's concern but in a configuration of its own. */
    record Nothing() implements Step {
        @Override
        public Expected owes(World world, UUID client, ClientType type, Set<String> granted) {
            return Expected.NOTHING;
        }
    }

    /** An agent came (before is null), changed, or went (after is null). */
    record AgentChanged(UUID id, World.Agent before, World.Agent after) implements Step {
        @Override
        public Expected owes(World world, UUID client, ClientType type, Set<String> granted) {
            var visible = before == null || after == null || !before.item().equals(after.item());
            if (type == ClientType.GATEWAY) {
                var item = after == null ? Items.of("id", id) : after.item();
                return peer(new Expected.Message("agent" + verb(before, after), item, visible), granted);
            }
            if (!client.equals(id) || after == null) {
                return Expected.NOTHING;
            }
            var changed = before != null && !before.self().equals(after.self());
            return self(new Expected.Message("agent_update", after.self(), changed), granted);
        }
    }

    /** The same of a gateway. */
    record GatewayChanged(UUID id, World.Gateway before, World.Gateway after) implements Step {
        @Override
        public Expected owes(World world, UUID client, ClientType type, Set<String> granted) {
            var visible = !Objects.equals(before, after);
            if (type == ClientType.AGENT) {
                var agent = world.agent(client);
                if (agent == null) {
                    return Expected.NOTHING;
                }
                var item = after == null ? Items.of("id", id) : after.item(agent);
                return peer(new Expected.Message("gateway" + verb(before, after), item, visible), granted);
            }
            if (!client.equals(id) || after == null) {
                return Expected.NOTHING;
            }
            var changed = before != null && !before.self().equals(after.self());
            return self(new Expected.Message("gateway_update", after.self(), changed), granted);
        }
    }

    /** The same of a tunnel; its agent may have changed. */
    record TunnelChanged(UUID id, World.Tunnel before, World.Tunnel after) implements Step {
        @Override
        public Expected owes(World world, UUID client, ClientType type, Set<String> granted) {
            var proxies = granted.contains("proxy");
            if (type == ClientType.GATEWAY) {
                return new Expected.Message(
                        "tunnel" + verb(before, after), after == null ? Items.of("id", id) : after.item(proxies), true);
            }
            var had = before != null && before.agentId().equals(client);
            var has = after != null && after.agentId().equals(client);
            if (has) {
                return new Expected.Message(had ? "tunnel_update" : "tunnel_create", after.ofAgent(proxies), true);
            }
            return had ? new Expected.Message("tunnel_delete", Items.of("id", id), true) : Expected.NOTHING;
        }
    }

    /**
     * A certificate came or went.
     *
     * @param reportedBy the gateway that has it already, or null
     */
    record CertificateChanged(String domain, boolean stored, String reportedBy) implements Step {
        @Override
        public Expected owes(World world, UUID client, ClientType type, Set<String> granted) {
            if (type == ClientType.AGENT) {
                return Expected.NOTHING;
            }
            var required = !client.toString().equals(reportedBy);
            var verb = stored ? "certificate_update" : "certificate_delete";
            return peer(new Expected.Message(verb, World.certificate(domain), required), granted);
        }
    }

    private static Expected peer(Expected.Message message, Set<String> granted) {
        if (granted.contains("delta")) {
            return message;
        }
        return message.required() ? new Expected.Config(null) : Expected.NOTHING;
    }

    /** About the client itself: the protocol leaves open whether a client with deltas is told by one or by a configuration. */
    private static Expected self(Expected.Message message, Set<String> granted) {
        var delta = granted.contains("delta");
        if (message.required()) {
            return new Expected.Config(delta ? message : null);
        }
        return delta ? message : Expected.NOTHING;
    }

    private static String verb(Object before, Object after) {
        if (after == null) {
            return "_delete";
        }
        return before == null ? "_create" : "_update";
    }
}
