package io.kakuremichi.control.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All settings, below {@code kakuremichi.}; as environment variables {@code KAKUREMICHI_…}. The Javadoc is the
 * operators' reference, see {@code src/docs/operators/configuration.md}.
 *
 * <p>Some settings are read before this interface exists (by EarlyConfig, SecretFiles and TlsFiles) or by their names (in
 * {@code @Scheduled}). They are declared here for the reference and for the check of unknown names.
 */
@ConfigMapping(prefix = "kakuremichi")
public interface ControlConfig {
    /** Directory of the embedded database and its password; each Control needs its own. */
    @WithDefault("data")
    Path dataDir();

    /**
     * The first admin token for REST; at least 16 characters. Control refuses to start without it; dev mode generates
     * one and prints it.
     */
    Optional<String> adminToken();

    /** A file that holds the admin token, for mounted secrets. */
    Optional<Path> adminTokenFile();

    /** Whether this is Quarkus' dev mode, which generates an admin token. Set by the build, not by operators. */
    @WithDefault("false")
    boolean devMode();

    /**
     * The key under which private keys are stored: 32 random bytes in base64 ({@code head -c 32 /dev/urandom |
     * base64}). To change it, put the new key first, {@code NEW,OLD} or {@code id2:NEW,id1:OLD}. The next start reseals
     * all secrets; remove the old key when the log reports completion. Without this setting, Control creates a key file
     * in the data directory for the embedded database, and refuses to start with an external one.
     */
    Optional<String> encryptionKey();

    /** A file that holds the encryption key, for mounted secrets. */
    Optional<Path> encryptionKeyFile();

    /** Clients' WireGuard keys. */
    KeySettings keys();

    /** This replica's name in {@code /api/clients} and in the log; by default the host name. */
    Optional<String> replica();

    /**
     * The address at which clients reach Control, such as {@code https://control.example}; a client that enrolls is sent it. By
     * default it is the one of the client's request.
     */
    Optional<String> publicUrl();

    /**
     * Addresses and ranges ({@code 10.0.0.0/8,2001:db8::/48}) of reverse proxies whose forwarding headers Control
     * trusts. Headers from other addresses are ignored.
     */
    Optional<List<String>> trustedProxies();

    /**
     * The header that the trusted proxies write. The other one is ignored, because a proxy may pass it on as the client
     * sent it.
     */
    @WithDefault("x-forwarded")
    ProxyHeader forwardedHeader();

    /** Authentication of clients. */
    ClientAuthSettings auth();

    /** Transport security. */
    TlsSettings tls();

    /** Protection of all clients from the load of one or many others. */
    LimitSettings limits();

    /** The database. */
    DatabaseSettings database();

    /** Addresses of agents and gateways. */
    NetworkSettings network();

    /** Connections of clients. */
    SessionSettings session();

    /** Closing of connections when a replica stops. */
    DrainSettings drain();

    /** Contents of configurations. */
    ConfigMessageSettings config();

    /** Presence of clients. */
    PresenceSettings presence();

    /** Enrollment. */
    EnrollmentSettings enrollment();

    /** The change log. */
    FeedSettings feed();

    /** Readers of events. */
    EventSettings events();

    /** Audit. */
    AuditSettings audit();

    /**
     * Tokens of an OIDC issuer. With a client id, people log in to the console there as well. The redirect URI to
     * register is {@code https://HOST/console/login}.
     */
    OidcSettings oidc();

    /** The console in the browser. */
    ConsoleSettings console();

    /** Logging. */
    LogSettings log();
}
