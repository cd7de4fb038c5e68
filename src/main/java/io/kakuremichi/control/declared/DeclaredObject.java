package io.kakuremichi.control.declared;

import io.kakuremichi.control.gateway.PublicIp;
import io.kakuremichi.control.rest.FieldRules;
import io.kakuremichi.control.tunnel.DomainName;
import io.kakuremichi.control.tunnel.HostAndPort;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** An object as a document declares it, or as it is stored, with the fields that a document may name. */
sealed interface DeclaredObject {
    /** What kind of object it is. */
    DeclaredKind kind();

    /** The name or domain. */
    String name();

    /** All other fields as JSON, without those that the document leaves as they are. */
    SequencedMap<String, String> fields();

    /** An agent. */
    record DeclaredAgent(
            @Pattern(regexp = FieldRules.NAME, message = FieldRules.NAME_FAULT) String name,

            String metadata) implements DeclaredObject {
        @Override
        public DeclaredKind kind() {
            return DeclaredKind.AGENT;
        }

        @Override
        public SequencedMap<String, String> fields() {
            var fields = new LinkedHashMap<String, String>();
            fields.put("metadata", metadata);
            return fields;
        }
    }

    /**
     * A gateway.
     *
     * @param publicIp canonical
     * @param namesPublicIp whether the document names the address; otherwise the stored one stays, which the gateway itself may report
     */
    record DeclaredGateway(
            @Pattern(regexp = FieldRules.NAME, message = FieldRules.NAME_FAULT) String name,

            @Nullable @Size(max = FieldRules.MAX_REGION) @Pattern(regexp = FieldRules.TEXT, message = FieldRules.TEXT_FAULT) String region,

            @Nullable @PublicIp String publicIp,
            boolean namesPublicIp,
            String metadata)
            implements DeclaredObject {
        @Override
        public DeclaredKind kind() {
            return DeclaredKind.GATEWAY;
        }

        @Override
        public SequencedMap<String, String> fields() {
            var fields = new LinkedHashMap<String, String>();
            if (namesPublicIp) {
                fields.put("publicIp", JsonText.of(publicIp));
            }
            fields.put("region", JsonText.of(region));
            fields.put("metadata", metadata);
            return fields;
        }
    }

    /**
     * A tunnel.
     *
     * @param domain in lower case
     * @param agent the name of its agent
     */
    record DeclaredTunnel(
            @DomainName String domain,

            @Pattern(regexp = FieldRules.NAME, message = FieldRules.NAME_FAULT) String agent,

            @HostAndPort String target,
            boolean enabled,

            @Nullable @Size(max = FieldRules.MAX_DESCRIPTION) @Pattern(regexp = FieldRules.TEXT, message = FieldRules.TEXT_FAULT) String description,

            boolean httpProxyEnabled,
            boolean socksProxyEnabled)
            implements DeclaredObject {
        @Override
        public DeclaredKind kind() {
            return DeclaredKind.TUNNEL;
        }

        @Override
        public String name() {
            return domain;
        }

        @Override
        public SequencedMap<String, String> fields() {
            var fields = new LinkedHashMap<String, String>();
            fields.put("agent", JsonText.of(agent));
            fields.put("target", JsonText.of(target));
            fields.put("enabled", String.valueOf(enabled));
            fields.put("description", JsonText.of(description));
            fields.put("httpProxyEnabled", String.valueOf(httpProxyEnabled));
            fields.put("socksProxyEnabled", String.valueOf(socksProxyEnabled));
            return fields;
        }
    }
}
