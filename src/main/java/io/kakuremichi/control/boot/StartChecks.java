package io.kakuremichi.control.boot;

import io.kakuremichi.control.network.AddressPlan;
import io.kakuremichi.control.network.Subnet;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfig;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Unsafe, incomplete or contradicting settings with which Control refuses to start, each with one sentence. All of them
 * are checked before a database, a port or the data directory is touched.
 */
final class StartChecks {
    private static final Logger LOG = Logger.getLogger(StartChecks.class);

    /** A shorter token can be guessed. */
    private static final int MIN_TOKEN_LENGTH = 16;

    /** All headers of a request together may have 16 KiB, and proxies permit less. */
    private static final int MAX_TOKEN_LENGTH = 4096;

    /** What a header can carry. */
    private static final Pattern TOKEN = Pattern.compile("[!-~]+");

    /** Files of variables keep quotation marks where a shell would remove them. */
    private static final Pattern QUOTED = Pattern.compile("\".*\"|'.*'");

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private StartChecks() {}

    /** @throws IllegalStateException with the sentence */
    static void check(SmallRyeConfig config) {
        checkSettings(config);
        checkAdminToken(config);
        config.getOptionalValue("kakuremichi.oidc.issuer", String.class)
                .or(() -> config.getOptionalValue("quarkus.oidc.auth-server-url", String.class))
                .ifPresentOrElse(
                        StartChecks::checkIssuer,
                        () -> refuseWithoutNeeded(config, "oidc.client-id", "KAKUREMICHI_OIDC_ISSUER"));
        if (config.getOptionalValue("kakuremichi.oidc.client-id", String.class).isEmpty()) {
            refuseWithoutNeeded(config, "oidc.client-secret", "KAKUREMICHI_OIDC_CLIENT_ID");
        }
        checkAddressPlan(config);
        checkLease(config);
        checkHeartbeats(config);
        checkDatabase(config, hasEncryptionKey(config));
        CertificateFiles.of(config)
                .check(Instant.now())
                .ifPresent(warning -> LOG.warnf("Clients will not connect: %s", warning));
    }

    /**
     * Names and values of all settings.
     *
     * @throws IllegalStateException with the sentence
     */
    static void checkSettings(SmallRyeConfig config) {
        SettingNames.check(config);
        SettingRules.check(config);
    }

    private static void checkAdminToken(SmallRyeConfig config) {
        var token = config.getOptionalValue("kakuremichi.admin-token", String.class);
        if (token.isEmpty() && !isDevMode(config)) {
            throw new IllegalStateException(
                    "set KAKUREMICHI_ADMIN_TOKEN to the token that may call REST, at least %s characters"
                            .formatted(MIN_TOKEN_LENGTH));
        }
        token.ifPresent(StartChecks::checkToken);
    }

    private static void checkToken(String token) {
        if (token.length() < MIN_TOKEN_LENGTH) {
            throw new IllegalStateException(
                    "KAKUREMICHI_ADMIN_TOKEN has fewer than %s characters".formatted(MIN_TOKEN_LENGTH));
        }
        if (token.length() > MAX_TOKEN_LENGTH) {
            throw new IllegalStateException(
                    "KAKUREMICHI_ADMIN_TOKEN has more than %s characters".formatted(MAX_TOKEN_LENGTH));
        }
        if (!TOKEN.matcher(token).matches()) {
            throw new IllegalStateException("KAKUREMICHI_ADMIN_TOKEN contains a character that no request can send:"
                    + " use letters, digits and punctuation of ASCII, without white space");
        }
        if (QUOTED.matcher(token).matches()) {
            throw new IllegalStateException("KAKUREMICHI_ADMIN_TOKEN is in quotation marks, which would be part of it");
        }
    }

    /** Whether an encryption key is configured; if so, it is validated too. */
    static boolean hasEncryptionKey(SmallRyeConfig config) {
        return EncryptionKeys.read(config.getOptionalValue("kakuremichi.encryption-key", String.class))
                .isPresent();
    }

    /** Over plain HTTP, an attacker on the network could replace the issuer's keys. */
    private static void checkIssuer(String issuer) {
        try {
            var uri = URI.create(issuer);
            var safe = "https".equals(uri.getScheme())
                    || "http".equals(uri.getScheme()) && LOOPBACK.contains(String.valueOf(uri.getHost()));
            if (safe && uri.getHost() != null) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // Rejected below, like an address with another scheme.
        }
        throw new IllegalStateException("KAKUREMICHI_OIDC_ISSUER must be an https address");
    }

    private static void refuseWithoutNeeded(SmallRyeConfig config, String name, String needed) {
        config.getOptionalValue("kakuremichi." + name, String.class).ifPresent(value -> {
            throw new IllegalStateException("KAKUREMICHI_%s has no effect without %s"
                    .formatted(name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT), needed));
        });
    }

    private static void checkAddressPlan(SmallRyeConfig config) {
        var pool = text(config, "kakuremichi.network.pool", "10.0.0.0/8");
        var prefix = text(config, "kakuremichi.network.agent-prefix", "24");
        try {
            // Throws what is wrong; the plan itself belongs to Quarkus' part of the start.
            new AddressPlan(Subnet.parse(pool), Integer.parseInt(prefix)).agents();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalStateException(
                    "KAKUREMICHI_NETWORK_POOL and KAKUREMICHI_NETWORK_AGENT_PREFIX do not fit together: "
                            + e.getMessage(),
                    e);
        }
    }

    /** A lease that is renewed too late makes other replicas declare this one dead. */
    private static void checkLease(SmallRyeConfig config) {
        var interval = duration(config, "kakuremichi.presence.interval", "3s");
        var lease = duration(config, "kakuremichi.presence.lease", "10s");
        if (lease.compareTo(interval) <= 0) {
            throw new IllegalStateException(
                    "KAKUREMICHI_PRESENCE_LEASE must be longer than KAKUREMICHI_PRESENCE_INTERVAL,"
                            + " in which it is renewed");
        }
    }

    /** Clients send a heartbeat at each interval, and may send nothing else. */
    private static void checkHeartbeats(SmallRyeConfig config) {
        var interval = duration(config, "kakuremichi.session.heartbeat-interval", "30s");
        var timeout = duration(config, "kakuremichi.session.heartbeat-timeout", "60s");
        if (timeout.compareTo(interval) <= 0) {
            throw new IllegalStateException("KAKUREMICHI_SESSION_HEARTBEAT_TIMEOUT must be longer than"
                    + " KAKUREMICHI_SESSION_HEARTBEAT_INTERVAL, in which clients send one");
        }
    }

    private static void checkDatabase(SmallRyeConfig config, boolean hasKey) {
        if (!ControlServer.isExternal(config)) {
            if (config.getOptionalValue("kakuremichi.database.password-file", String.class)
                    .isPresent()) {
                // The database was forgotten: the embedded one must not start instead.
                throw new IllegalStateException("KAKUREMICHI_DATABASE_PASSWORD_FILE is of an external database:"
                        + " set QUARKUS_DATASOURCE_JDBC_URL as well");
            }
            if (!hasKey) {
                // The file of an earlier start, which reads it only after the database has started.
                EncryptionKeyFile.read(ControlServer.dataDir(config));
            }
        } else if (!hasKey) {
            throw new IllegalStateException(
                    "set KAKUREMICHI_ENCRYPTION_KEY to 32 random bytes in base64, under which secrets are stored in the"
                            + " external database");
        } else {
            DatabaseProbe.of(config);
        }
    }

    private static Duration duration(SmallRyeConfig config, String property, String preset) {
        return DurationConverter.parseDuration(text(config, property, preset));
    }

    private static String text(SmallRyeConfig config, String property, String preset) {
        return config.getOptionalValue(property, String.class).orElse(preset);
    }

    /** Usable before Quarkus starts: the build sets the property in dev mode. */
    static boolean isDevMode(SmallRyeConfig config) {
        return config.getOptionalValue("kakuremichi.dev-mode", Boolean.class).orElse(false);
    }
}
