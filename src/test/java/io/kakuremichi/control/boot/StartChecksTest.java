package io.kakuremichi.control.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.config.SecretFiles;
import io.kakuremichi.control.config.TlsFiles;
import io.kakuremichi.control.harness.TestDatabase;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a start refuses before it touches a database, a port or a directory. */
class StartChecksTest {
    private static final String TOKEN = TestDatabase.ADMIN_TOKEN;

    @TempDir
    Path directory;

    /** {@link SettingRules} is a list kept by hand. */
    @Test
    void everySettingHasItsRule() {
        var mapped = ConfigMappings.getProperties(ConfigClass.configClass(ControlConfig.class)).keySet().stream()
                .filter(name -> !name.endsWith("[*]"))
                .toList();

        assertThat(SettingRules.all().map(SettingRule::property))
                .as("settings of ControlConfig have a rule in SettingRules")
                .containsExactlyInAnyOrderElementsOf(mapped);
    }

    @Test
    void defaultsAreAllowed() {
        ConfigMappings.getProperties(ConfigClass.configClass(ControlConfig.class))
                .forEach((name, property) -> {
                    if (!name.endsWith("[*]") && property.hasDefaultValue()) {
                        var rule = SettingRules.of(name).orElseThrow();
                        assertThat(rule.fault(config(Map.of(rule.variable(), property.getDefaultValue()))))
                                .as(name)
                                .isEmpty();
                    }
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "KAKUREMICHI_TLS_REQUIRED|treu|KAKUREMICHI_TLS_REQUIRED is \"treu\", but must be true or false",
                "KAKUREMICHI_TLS_REQUIRED|yes|true or false",
                "KAKUREMICHI_TLS_REQUIRED|''|KAKUREMICHI_TLS_REQUIRED is empty, but must be true or false",
                "KAKUREMICHI_TLS_REQUIRED|'true '|true or false",
                "KAKUREMICHI_AUTH_QUERY_KEY|off|true or false",
                "KAKUREMICHI_KEYS_RETAIN|1|true or false",
                "KAKUREMICHI_TLS_GATEWAYS_NEED_CERTIFICATE|ture|true or false",
                "KAKUREMICHI_KEYS_DELIVERY|never|\"never\", but must be once or always",
                "KAKUREMICHI_FORWARDED_HEADER|x-real-ip|x-forwarded or forwarded",
                "KAKUREMICHI_CONFIG_GATEWAY_VIRTUAL_IPS|both|own or all",
                "KAKUREMICHI_LOG_FORMAT|xml|text or json",
                "KAKUREMICHI_SESSION_OUTBOUND_QUEUE|7|a number from 8 to 1000000",
                "KAKUREMICHI_SESSION_INBOUND_QUEUE|-1|a number from 1",
                "KAKUREMICHI_LIMITS_CONNECTIONS|5e4|a number from 1",
                "KAKUREMICHI_LIMITS_CONNECTIONS|99999999999999999999|a number from 1",
                "KAKUREMICHI_LIMITS_CONNECTIONS|٥٠|a number from 1",
                "KAKUREMICHI_LIMITS_MAX_BODY_SIZE|1 MB|a size from 1K to 1G",
                "KAKUREMICHI_LIMITS_MAX_BODY_SIZE|0|a size from 1K to 1G",
                "KAKUREMICHI_SESSION_PING_INTERVAL|-5s|a duration from 0s to 1h",
                "KAKUREMICHI_SESSION_PING_INTERVAL|30 s|a duration from 0s to 1h",
                "KAKUREMICHI_SESSION_HEARTBEAT_TIMEOUT|0|a duration from 100ms to 1d",
                "KAKUREMICHI_SESSION_HEARTBEAT_TIMEOUT|30s|must be longer than KAKUREMICHI_SESSION_HEARTBEAT_INTERVAL",
                "KAKUREMICHI_DRAIN_DURATION|ten seconds|a duration from 0s to 1h",
                "KAKUREMICHI_LIMITS_REQUEST_TIME|999999999d|a duration from 100ms to 1d",
                "KAKUREMICHI_TRUSTED_PROXIES|10.0.0.0/33|a list of addresses and ranges",
                "KAKUREMICHI_TRUSTED_PROXIES|proxy.example|a list of addresses and ranges",
                "KAKUREMICHI_TRUSTED_PROXIES|'127.0.0.1,'|a list of addresses and ranges",
                "KAKUREMICHI_TRUSTED_PROXIES_0_|proxy.example|a list of addresses and ranges",
                "KAKUREMICHI_NETWORK_POOL|10.0.0.1/8|an IPv4 network",
                "KAKUREMICHI_NETWORK_POOL|10.0.0/8|an IPv4 network",
                "KAKUREMICHI_NETWORK_AGENT_PREFIX|26|a number from 1 to 25",
                "KAKUREMICHI_NETWORK_AGENT_PREFIX|7|do not fit together",
                "KAKUREMICHI_PRESENCE_LEASE|3s|KAKUREMICHI_PRESENCE_LEASE must be longer",
                "KAKUREMICHI_OIDC_ISSUER|http://issuer.example|KAKUREMICHI_OIDC_ISSUER must be an https address",
                "KAKUREMICHI_OIDC_ISSUER|issuer.example|must be an https address",
                "KAKUREMICHI_OIDC_CLIENT_ID|console|has no effect without KAKUREMICHI_OIDC_ISSUER",
                "KAKUREMICHI_OIDC_CLIENT_SECRET|x|KAKUREMICHI_OIDC_CLIENT_SECRET has no effect without",
                "KAKUREMICHI_OIDC_AUDIENCE|' control'|without line ends or surrounding white space",
                "KAKUREMICHI_PUBLIC_URL|control.example|but must be an http or https address without a path",
                "KAKUREMICHI_PUBLIC_URL|wss://control.example|but must be an http or https address",
                "KAKUREMICHI_PUBLIC_URL|https://control.example/ws|but must be an http or https address",
                "KAKUREMICHI_PUBLIC_URL|https://me:secret@control.example|is \"https://…@control.example\", but must be an http",
                "KAKUREMICHI_PUBLIC_URL|https://control.example:70000|but must be an http or https address",
                "KAKUREMICHI_REPLICA|'a '|without line ends or surrounding white space",
                "KAKUREMICHI_ADMIN_TOKEN|fifteen-letters|KAKUREMICHI_ADMIN_TOKEN has fewer than 16 characters",
                "KAKUREMICHI_ADMIN_TOKEN|a token with white space|a character that no request can send",
                "KAKUREMICHI_ADMIN_TOKEN|ein-schönes-langes-token|a character that no request can send",
                "KAKUREMICHI_ADMIN_TOKEN|'\"token-in-quotation-marks\"'|is in quotation marks",
                "KAKUREMICHI_ADMIN_TOKEN|''|set KAKUREMICHI_ADMIN_TOKEN",
                "KAKUREMICHI_ADMIN_TOKEN_FILE|/x|set either KAKUREMICHI_ADMIN_TOKEN or KAKUREMICHI_ADMIN_TOKEN_FILE, not both",
                "KAKUREMICHI_ENCRYPTION_KEY|c2hvcnQ=|KAKUREMICHI_ENCRYPTION_KEY is not valid: a key must be 32 bytes in base64",
                "KAKUREMICHI_DATABASE_PASSWORD_FILE|pom.xml|set QUARKUS_DATASOURCE_JDBC_URL as well",
                "QUARKUS_DATASOURCE_JDBC_URL|jdbc:postgresql://localhost:1/control|set KAKUREMICHI_ENCRYPTION_KEY",
                "KAKUREMICHI_TLS_CERTIFICATE_FILE|tls.crt|a certificate needs its private key",
                "KAKUREMICHI_TLS_GATEWAYS_NEED_CERTIFICATE|true|needs KAKUREMICHI_TLS_GATEWAYS_CA_FILE",
                "KAKUREMICHI_OIDC_CA_FILE|/no/ca.crt|KAKUREMICHI_OIDC_CA_FILE can't be read: /no/ca.crt does not exist",
                "KAKUREMICHI_OIDC_CA_FILE|pom.xml|KAKUREMICHI_OIDC_CA_FILE contains no PEM certificate: pom.xml",
                "QUARKUS_HTTP_PORT|65536|QUARKUS_HTTP_PORT is \"65536\", but must be a number from 0 to 65535",
                "QUARKUS_MANAGEMENT_PORT|http|QUARKUS_MANAGEMENT_PORT is \"http\"",
                "QUARKUS_SWAGGER_UI_ENABLED|treu|QUARKUS_SWAGGER_UI_ENABLED is \"treu\", but must be true or false",
                "QUARKUS_TLS__WEB__PROTOCOLS|TLSv1.4|QUARKUS_TLS__WEB__PROTOCOLS is \"TLSv1.4\", but must be a list of TLSv1.3 and TLSv1.2",
                "QUARKUS_TLS__WEB__PROTOCOLS|'TLSv1.3,TLS1.2'|a list of TLSv1.3 and TLSv1.2",
                "QUARKUS_HTTP_INSECURE_REQUESTS|disabeld|but must be enabled or redirect or disabled",
                "QUARKUS_DATASOURCE_JDBC_MAX_SIZE|0|a number from 2 to 10000",
                "KAKUREMICHI_REPLICA|a${b}|KAKUREMICHI_REPLICA contains an expression ${…} that names no other setting",
                "QUARKUS_TLS_WEB_KEY_STORE_PEM_0_CERT|tls.crt|QUARKUS_TLS_WEB_KEY_STORE_PEM_0_CERT sets nothing: use KAKUREMICHI_TLS_CERTIFICATE_FILE"
            })
    void refusesAValueThatCannotBe(String variable, String value, String sentence) {
        assertThatThrownBy(() -> check(Map.of(variable, value)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(sentence);
    }

    /** Every call with it would be refused for its size. */
    @Test
    void refusesATokenThatIsTooLongForAHeader() {
        assertThatThrownBy(() -> check(Map.of("KAKUREMICHI_ADMIN_TOKEN", "x".repeat(4097))))
                .hasMessage("KAKUREMICHI_ADMIN_TOKEN has more than 4096 characters");
    }

    @ParameterizedTest
    @CsvSource({
        "KAKUREMICHI_TLS_REQUIRED, FALSE",
        "KAKUREMICHI_FORWARDED_HEADER, X_FORWARDED",
        "KAKUREMICHI_KEYS_DELIVERY, ALWAYS",
        "KAKUREMICHI_LOG_FORMAT, JSON",
        "KAKUREMICHI_LOG_FORMAT, ''",
        "KAKUREMICHI_REPLICA, ''",
        "KAKUREMICHI_SESSION_PING_INTERVAL, 0",
        "KAKUREMICHI_SESSION_PING_INTERVAL, PT30S",
        "KAKUREMICHI_AUDIT_RETENTION, 30D",
        "KAKUREMICHI_CONFIG_INTERVAL, 1h",
        "KAKUREMICHI_LIMITS_MAX_BODY_SIZE, 2097152",
        "KAKUREMICHI_LIMITS_MAX_BODY_SIZE, 512k",
        "KAKUREMICHI_TRUSTED_PROXIES, '127.0.0.1, ::1,10.0.0.0/8, 2001:db8::/48'",
        "KAKUREMICHI_OIDC_ROLES_ADMIN, 'admin, Domain Admins'",
        "KAKUREMICHI_OIDC_ISSUER, http://localhost:8080/realms/x",
        "KAKUREMICHI_NETWORK_POOL, 172.16.0.0/12",
        "QUARKUS_TLS__WEB__PROTOCOLS, TLSv1.3",
        "QUARKUS_TLS__WEB__PROTOCOLS, 'TLSv1.2, TLSv1.3'"
    })
    void allowsEveryDocumentedForm(String variable, String value) {
        assertThatCode(() -> check(Map.of(variable, value))).doesNotThrowAnyException();
    }

    @Test
    void refusesAnEncryptionKeyFileOfAnEarlierStartThatHoldsNoKey() throws Exception {
        Files.writeString(directory.resolve("encryption-key"), "hunter-42");

        assertThatThrownBy(() -> check(Map.of("KAKUREMICHI_DATA_DIR", directory.toString())))
                .hasMessage("the encryption key in " + directory.resolve("encryption-key")
                        + " is not valid: a key must be 32 bytes in base64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUARKUS_DATASOURCE_USERNAME", "QUARKUS_DATASOURCE_JDBC_URL", "QUARKUS_HTTP_HOST"})
    void refusesALineEndInSettingsOfTheFramework(String variable) {
        assertThatThrownBy(() -> check(Map.of(variable, "jdbc:postgresql://host/db?password=hunter-42\n")))
                .hasMessageStartingWith(variable + " is ")
                .hasMessageEndingWith("but must be text without line ends or surrounding white space");
        assertThatThrownBy(() -> check(Map.of("QUARKUS_DATASOURCE_JDBC_URL", "hunter-42\n")))
                .hasMessageNotContaining("hunter-42");
    }

    @Test
    void aFailureOfTheFrameworkIsOneSentenceToo() {
        assertThat(
                        StartFailure.sentence(
                                new RuntimeException(
                                        "Failed to start",
                                        new io.quarkus.runtime.configuration.ConfigurationException(
                                                "Configuration validation failed:\n\tjava.lang.IllegalArgumentException: SRCFG00039: no duration"))))
                .isEqualTo("Configuration validation failed: no duration");
        assertThat(StartFailure.sentence(new RuntimeException(new java.net.BindException("Port 1 is in use"))))
                .isEqualTo("Port 1 is in use");
        assertThat(
                        StartFailure.sentence(
                                new IllegalStateException(
                                        "the backup failed: FATAL: no such role\n  Hint: make it\n  Location: File: auth.c, Line: 320\n  Server SQLState: 28000")))
                .isEqualTo("the backup failed: FATAL: no such role Hint: make it");
    }

    @Test
    void quotesNoSecretAndShowsWhatIsInvisible() {
        assertThatThrownBy(() -> check(Map.of("KAKUREMICHI_ENCRYPTION_KEY", "hunter-42")))
                .hasMessageNotContaining("hunter-42");
        assertThatThrownBy(() -> check(Map.of("KAKUREMICHI_OIDC_AUDIENCE", "control\r\n")))
                .hasMessageContaining("\"control\\u000d\\u000a\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                TestDatabase.ADMIN_TOKEN + "\n",
                TestDatabase.ADMIN_TOKEN + "\r\n",
                "\uFEFF" + TestDatabase.ADMIN_TOKEN
            })
    void secretsLoseLineEndsAndByteOrderMarks(String value) throws Exception {
        var file = Files.writeString(directory.resolve("token"), value).toString();

        assertThat(config(Map.of("KAKUREMICHI_ADMIN_TOKEN", value)).getValue("kakuremichi.admin-token", String.class))
                .isEqualTo(TOKEN);
        assertThat(config(Map.of("KAKUREMICHI_ADMIN_TOKEN_FILE", file))
                        .getValue("kakuremichi.admin-token", String.class))
                .isEqualTo(TOKEN);
        assertThat(config(Map.of("QUARKUS_DATASOURCE_PASSWORD", value))
                        .getValue("quarkus.datasource.password", String.class))
                .isEqualTo(TOKEN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgres://user:secret@host/db|must be like jdbc:postgresql://host:5432/database",
                "jdbc:mysql://host/db|must be like jdbc:postgresql:",
                "jdbc:postgresql://user:secret@host/db|is not a valid URL",
                "jdbc:postgresql://host:port/db|is not a valid URL"
            })
    void refusesAUrlOfTheDatabaseWithoutQuotingIt(String url, String sentence) {
        assertThatThrownBy(() -> check(Map.of(
                        "QUARKUS_DATASOURCE_JDBC_URL", url, "KAKUREMICHI_ENCRYPTION_KEY", TestDatabase.ENCRYPTION_KEY)))
                .hasMessageStartingWith("QUARKUS_DATASOURCE_JDBC_URL " + sentence)
                .hasMessageNotContaining("secret");
    }

    static void check(Map<String, String> variables) {
        var all = new HashMap<>(Map.of("KAKUREMICHI_ADMIN_TOKEN", TOKEN));
        all.putAll(variables);
        StartChecks.check(config(all));
    }

    static SmallRyeConfig config(Map<String, String> variables) {
        return builder(variables).build();
    }

    static SmallRyeConfigBuilder builder(Map<String, String> variables) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new EnvConfigSource(variables, 300))
                .withSources(new SecretFiles(), new TlsFiles());
    }
}
