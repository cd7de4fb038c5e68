package io.kakuremichi.control.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
    KeySettings keys();

    /** This replica's name in {@code /api/clients} and in the log; by default the host's. */
    Optional<String> replica();

    /**
     * Addresses and ranges ({@code 10.0.0.0/8,2001:db8::/48}) of reverse proxies whose word on where a client is counts. Everybody
     * else's headers are ignored.
     */
    Optional<List<String>> trustedProxies();

    /** Which header the trusted proxies write; the other one is not read, since it may be passed on as a client sent it. */
    @WithDefault("x-forwarded")
    ForwardedHeader forwardedHeader();

    /** How clients show their keys. */
    ClientAuthSettings auth();

    /** Transport security. */
    TlsSettings tls();

    /** What keeps one client, or many, from taking what the others need. */
    LimitSettings limits();

    /** The database. */
    DatabaseSettings database();

    /** Addresses of agents and gateways. */
    NetworkSettings network();

    /** Connections of clients. */
    SessionSettings session();

    /** How connections end when this replica stops. */
    DrainSettings drain();

    /** What configurations contain. */
    ConfigMessageSettings config();

    /** Who is online. */
    PresenceSettings presence();

    /** The change log and who reads it. */
    FeedSettings feed();

    /** Who changed what. */
    AuditSettings audit();

    /** Bearer tokens of an OIDC issuer. */
    OidcSettings oidc();

    /** What is logged. */
    LogSettings log();
}
