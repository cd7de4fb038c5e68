package io.kakuremichi.control.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that can be set, all under {@code kakuremichi.}; as an environment variable, {@code KAKUREMICHI_…}. The comments are
 * what operators read, see {@code src/docs/operators/configuration.md}.
 */
@ConfigMapping(prefix = "kakuremichi")
public interface ControlConfig {
    /** Where the embedded database and its password live; one Control a directory. */
    @WithDefault("data")
    Path dataDir();

    /**
     * The first token that may call REST, with role {@code admin}; at least 16 characters. Without one Control refuses to start; dev
     * mode makes one and prints it.
     */
    Optional<String> adminToken();

    /** A file that holds that token instead, as Kubernetes mounts secrets. */
    Optional<Path> adminTokenFile();

    /** Whether this is Quarkus' dev mode, which makes an admin token. Set by the build, not by people. */
    @WithDefault("false")
    boolean devMode();

    /**
     * Under which private keys are stored: 32 random bytes in base64 ({@code head -c 32 /dev/urandom | base64}). To change it, put the
     * new one in front, {@code NEW,OLD} or {@code id2:NEW,id1:OLD}; the next start seals everything anew, and after its log says so
     * the old one can go. Without one, Control makes a file in the data directory for the embedded database, and refuses to start on
     * an external one.
     */
    Optional<String> encryptionKey();

    /** A file with the same, for secrets that are mounted. */
    Optional<Path> encryptionKeyFile();

    /** Clients' WireGuard keys. */
    Keys keys();

    /** This replica's name in {@code /api/clients} and in the log; by default the host's. */
    Optional<String> replica();

    /**
     * Addresses and ranges ({@code 10.0.0.0/8,2001:db8::/48}) of reverse proxies whose word on where a client is counts. Everybody
     * else's headers are ignored.
     */
    Optional<List<String>> trustedProxies();

    /** Which header the trusted proxies write; the other one is not read, since it may be passed on as a client sent it. */
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
        /** When a private key is part of a {@code config}. */
        @WithDefault("once")
        Delivery delivery();

        /** Whether Control keeps its copy, sealed, after the client confirmed to have the key. */
        @WithDefault("false")
        boolean retain();

        /** Rotates pairs older than this, spread over time; without it keys are rotated on request only. */
        Optional<Duration> rotationInterval();

        /** When a private key is part of a configuration. */
        enum Delivery {
            /** Until the client confirmed to have it. */
            ONCE,
            /** In every one. */
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
        /** Whether a key may stand in the query of an upgrade, where proxies may log it; {@code false} refuses it with 400. */
        @WithDefault("true")
        boolean queryKey();
    }

    /** Transport security. The certificate is set by {@code QUARKUS_TLS_KEY_STORE_PEM_0_CERT} and {@code _KEY}. */
    interface Tls {
        /** Whether plain text is refused with 403, but from this machine and behind a trusted proxy that has TLS. Not in dev mode. */
        @WithDefault("true")
        boolean required();

        /** Whether gateways need a client certificate of an authority in the trust store, beside their keys. */
        @WithDefault("false")
        boolean gatewaysNeedCertificate();
    }

    /**
     * Limits. They keep one client, or many, from taking what the others need. Each replica counts for itself;
     * {@code kakuremichi_limits_reached_total{limit}} tells how often each was reached. With 429 and 503 comes {@code Retry-After}.
     */
    interface Limits {
        /**
         * Failed authentications in a minute, REST and WebSocket together, per IPv4 address or IPv6 /64; over it, 429 for everything
         * from there until the minute is over.
         */
        @WithDefault("60")
        @Min(1) int failedAuthenticationsPerMinute();

        /** Connections of clients; over it, an upgrade gets 503. */
        @WithDefault("50000")
        @Min(1) int connections();

        /**
         * Connections that have not shown a key yet: room for everybody to come back at once; over it, an upgrade without
         * {@code Authorization} gets 503.
         */
        @WithDefault("20000")
        @Min(1) int unauthenticated();

        /** Those of one address, behind which many clients may be; over it, 429. */
        @WithDefault("10000")
        @Min(1) int unauthenticatedPerAddress();

        /**
         * Messages a second that a connection may send in the long run; over it, a message is dropped with an {@code error}
         * {@code RATE_LIMITED}.
         */
        @WithDefault("50")
        @Min(1) int messagesPerSecond();

        /** Messages that a connection may send at once. */
        @WithDefault("200")
        @Min(1) int messageBurst();

        /** The largest REST body; over it, 413. */
        @WithDefault("1M")
        MemorySize maxBodySize();

        /** How long a request may take to come in, and how long a connection may be kept alive for the next; over it, it is cut. */
        @WithDefault("30s")
        Duration requestTime();
    }

    /** The database. An external one is named by {@code QUARKUS_DATASOURCE_JDBC_URL}. */
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
        /** What agents' subnets are cut from; fixed once there are agents. */
        @WithDefault("10.0.0.0/8")
        String pool();

        /** Prefix length of an agent's subnet, at most 25; fixed once there are agents. */
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

        /** How long a client may take nothing. */
        @WithDefault("30s")
        Duration sendTimeout();

        /** Messages that may wait for a client before one fresh {@code config} replaces them. */
        @WithDefault("256")
        @Min(8) int outboundQueue();

        /** Messages of a client that may wait before it is cut off. */
        @WithDefault("64")
        @Min(1) int inboundQueue();

        /** Errors a client may cause in a minute before it is cut off (4429). */
        @WithDefault("20")
        @Min(1) int errorsPerMinute();
    }

    /** How connections end when a replica stops. */
    interface Drain {
        /** Over how long a time connections are closed, so that not all clients come back at once. In dev mode {@code 200ms}. */
        @WithDefault("10s")
        Duration duration();
    }

    /** What configurations contain. */
    interface Config {
        /** Which of a gateway's addresses an agent is told. */
        @WithDefault("own")
        VirtualIps gatewayVirtualIps();

        /** Least time between two {@code config}s that changes cause. */
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
        /** How often last-seen times and the replica's lease are written. */
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

        /**
         * Where tokens name the groups of who they are for: a claim, or names separated by slashes for one inside another, as
         * {@code realm_access/roles}.
         */
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
