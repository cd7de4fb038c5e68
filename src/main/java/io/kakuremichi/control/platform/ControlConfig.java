package io.kakuremichi.control.platform;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Everything that can be set, all under {@code kakuremichi.}; as an environment variable, {@code KAKUREMICHI_…}. */
@ConfigMapping(prefix = "kakuremichi")
public interface ControlConfig {
    /** Where the embedded database and its password live. */
    @WithDefault("data")
    Path dataDir();

    /** The token that may call REST. Required in production; dev mode makes one. At least 16 characters. */
    Optional<String> adminToken();

    /** A file that holds the token instead, as Kubernetes mounts secrets. */
    Optional<Path> adminTokenFile();

    /** Whether this is Quarkus' dev mode, which makes an admin token. Set by the build, not by people. */
    @WithDefault("false")
    boolean devMode();

    /** Under which secrets are stored: 32 bytes in base64, several to change them, the newest first. */
    Optional<String> encryptionKey();

    /** A file with the same, for secrets that are mounted. */
    Optional<Path> encryptionKeyFile();

    /** Clients' WireGuard keys. */
    Keys keys();

    /** This replica's name in {@code /api/clients}; by default the host's. */
    Optional<String> replica();

    /**
     * Addresses and ranges (CIDR) of reverse proxies whose word on where a client is counts. Everybody else's headers are
     * ignored.
     */
    Optional<List<String>> trustedProxies();

    /** Which header the trusted proxies write. One that they only pass on must not be read. */
    @WithDefault("x-forwarded")
    Forwarded forwardedHeader();

    /** How clients show their keys. */
    Auth auth();

    /** Transport security. */
    Tls tls();

    /** What keeps one client, or many, from taking what the others need. */
    Limits limits();

    /** The database. */
    Database database();

    /** Addresses of agents and gateways. */
    Network network();

    /** Connections of clients. */
    Session session();

    /** How connections end when this replica stops. */
    Drain drain();

    /** What configurations contain. */
    Config config();

    /** Who is online. */
    Presence presence();

    /** The change log and who reads it. */
    Feed feed();

    /** Who changed what. */
    Audit audit();

    /** Bearer tokens of an OIDC issuer. */
    Oidc oidc();

    /** What is logged. */
    Log log();

    /** Clients' WireGuard keys. */
    interface Keys {
        /** When a private key is part of a configuration. */
        @WithDefault("once")
        Delivery delivery();

        /** Whether Control keeps its copy, sealed, after the client confirmed to have the key. */
        @WithDefault("false")
        boolean retain();

        /** How old a pair may get; without it keys are rotated on request only. */
        Optional<Duration> rotationInterval();

        /** When a private key is part of a configuration. */
        enum Delivery {
            /** Until the client confirmed to have it. */
            ONCE,
            /** In every one (the seed's simplest form). */
            ALWAYS
        }
    }

    /** Which header the trusted proxies write. */
    enum Forwarded {
        /** {@code X-Forwarded-For} and {@code X-Forwarded-Proto}. */
        X_FORWARDED,
        /** {@code Forwarded} (RFC 7239). */
        FORWARDED
    }

    /** How clients show their keys. */
    interface Auth {
        /** Whether a key may stand in the query of the upgrade, where proxies may log it. */
        @WithDefault("true")
        boolean queryKey();
    }

    /** Transport security. The certificate itself is Quarkus' {@code quarkus.tls.*}. */
    interface Tls {
        /** Whether plain text is refused, but from this machine and behind a trusted proxy that has TLS. */
        @WithDefault("true")
        boolean required();

        /** Whether gateways need a client certificate of an authority in the trust store. */
        @WithDefault("false")
        boolean gatewaysNeedCertificate();
    }

    /** What keeps one client, or many, from taking what the others need. Each counts on this replica alone. */
    interface Limits {
        /** Failed authentications in a minute from one IPv4 address or IPv6 /64, after which nothing of it is looked at. */
        @WithDefault("60")
        @Min(1) int failedAuthenticationsPerMinute();

        /** Connections of clients. */
        @WithDefault("50000")
        @Min(1) int connections();

        /** Connections that have not shown a key yet: room for everybody to come back at once. */
        @WithDefault("20000")
        @Min(1) int unauthenticated();

        /** Those of one address, behind which many clients may be. */
        @WithDefault("10000")
        @Min(1) int unauthenticatedPerAddress();

        /** Messages a second that a connection may send in the long run. */
        @WithDefault("50")
        @Min(1) int messagesPerSecond();

        /** Messages that a connection may send at once. */
        @WithDefault("200")
        @Min(1) int messageBurst();

        /** The largest REST body. */
        @WithDefault("1M")
        MemorySize maxBodySize();

        /** How long a request may take to come in, and how long a connection may be kept alive for the next. */
        @WithDefault("30s")
        Duration requestTime();
    }

    /** The database. */
    interface Database {
        /** Whether this process runs the database itself. Set at start, not by people. */
        @WithDefault("false")
        boolean embedded();

        /** A file that holds the external database's password, for secrets that are mounted. Read at start. */
        Optional<Path> passwordFile();

        /** Where the embedded database's programs are unpacked; by default {@code postgresql} in the data directory. */
        Optional<Path> binariesDir();
    }

    /** Addresses of agents and gateways. */
    interface Network {
        /** The network that agents' subnets are cut from. Must not change once there are agents. */
        @WithDefault("10.0.0.0/8")
        String pool();

        /** The prefix length of an agent's subnet, at most 25. Must not change once there are agents. */
        @WithDefault("24")
        int agentPrefix();
    }

    /** Connections of clients. */
    interface Session {
        /** How long a connection may stay unauthenticated. */
        @WithDefault("10s")
        Duration authTimeout();

        /** How often clients are told to send a heartbeat. */
        @WithDefault("30s")
        Duration heartbeatInterval();

        /** How often silent clients are looked for. */
        @WithDefault("30s")
        Duration heartbeatCheck();

        /** How long a client may be silent. */
        @WithDefault("60s")
        Duration heartbeatTimeout();

        /** How long one message may take to be taken by the client. */
        @WithDefault("30s")
        Duration sendTimeout();

        /** How many messages may wait for a client before they are replaced by one fresh configuration. */
        @WithDefault("256")
        @Min(8) int outboundQueue();

        /** How many messages of a client may wait before it is cut off. */
        @WithDefault("64")
        @Min(1) int inboundQueue();

        /** How many errors a client may cause in a minute before it is cut off. */
        @WithDefault("20")
        @Min(1) int errorsPerMinute();
    }

    /** How connections end when this replica stops. */
    interface Drain {
        /** Over how long a time they are closed, so that not all clients come back at once. */
        @WithDefault("10s")
        Duration duration();
    }

    /** What configurations contain. */
    interface Config {
        /** Which of a gateway's addresses an agent is told. */
        @WithDefault("own")
        VirtualIps gatewayVirtualIps();

        /** The least time between two configurations sent to one client because something changed. */
        @WithDefault("1s")
        Duration interval();

        /** Which of a gateway's addresses an agent is told. */
        enum VirtualIps {
            /** The one inside the agent's own subnet. */
            OWN,
            /** Those in all agents' subnets. */
            ALL
        }
    }

    /** What is logged. */
    interface Log {
        /** How lines look; by default {@code text} at a terminal and {@code json} elsewhere. Read before Quarkus starts. */
        Optional<Format> format();

        /** How lines look. */
        enum Format {
            /** A line for people. */
            TEXT,
            /** An object a line. */
            JSON
        }
    }

    /** Who is online. */
    interface Presence {
        /** How often last-seen times are written and the lease is renewed. */
        @WithDefault("3s")
        Duration interval();

        /** How long a replica that does not renew passes for alive. */
        @WithDefault("10s")
        Duration lease();
    }

    /** The change log and who reads it. */
    interface Feed {
        /** How often the change log is read although nothing was notified. */
        @WithDefault("3s")
        Duration interval();

        /** How long changes are kept. */
        @WithDefault("7d")
        Duration retention();

        /** How many changes are kept at the most. */
        @WithDefault("100000")
        long retainedChanges();
    }

    /** Who changed what. */
    interface Audit {
        /** How long entries are kept. */
        @WithDefault("90d")
        Duration retention();
    }

    /** Bearer tokens of an OIDC issuer. */
    interface Oidc {
        /** The issuer, by https, exactly as its tokens name it. Without one, its tokens are not accepted. */
        Optional<String> issuer();

        /** What tokens must be made for; without it, the audience is not looked at. */
        Optional<String> audience();

        /** Where tokens name the groups of who they are for: names of claims, separated by slashes. */
        @WithDefault("groups")
        String rolesClaim();

        /** Which groups have which role. */
        Roles roles();

        /** Which groups have which role. */
        interface Roles {
            /** Groups that may do all. */
            @WithDefault("admin")
            Set<String> admin();

            /** Groups that may change tunnels and read. */
            @WithDefault("operator")
            Set<String> operator();

            /** Groups that may read. */
            @WithDefault("viewer")
            Set<String> viewer();
        }
    }
}
