package io.kakuremichi.control.config;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Settings whose values are in files, as Kubernetes and systemd hand out secrets: where the setting of a file is set, its content is
 * the value of the secret's setting. Part of Quarkus' configuration and of that before Quarkus starts, so that all who read the secret
 * read one setting.
 *
 * <p>A value set beside its file, or a file that can't be read, ends the start with a sentence.
 */
public final class SecretFiles implements ConfigSourceFactory {
    /** Above variables and system properties: a variable that is set to nothing must not hide the file. */
    private static final int ORDINAL = 450;

    private static final List<SecretFile> FILES = List.of(
            new SecretFile(
                    "kakuremichi.admin-token",
                    "KAKUREMICHI_ADMIN_TOKEN",
                    "kakuremichi.admin-token-file",
                    "KAKUREMICHI_ADMIN_TOKEN_FILE"),
            new SecretFile(
                    "kakuremichi.encryption-key",
                    "KAKUREMICHI_ENCRYPTION_KEY",
                    "kakuremichi.encryption-key-file",
                    "KAKUREMICHI_ENCRYPTION_KEY_FILE"),
            new SecretFile(
                    "kakuremichi.oidc.client-secret",
                    "KAKUREMICHI_OIDC_CLIENT_SECRET",
                    "kakuremichi.oidc.client-secret-file",
                    "KAKUREMICHI_OIDC_CLIENT_SECRET_FILE"),
            new SecretFile(
                    "quarkus.datasource.password",
                    "QUARKUS_DATASOURCE_PASSWORD",
                    "kakuremichi.database.password-file",
                    "KAKUREMICHI_DATABASE_PASSWORD_FILE"));

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        var secrets = new HashMap<String, String>();
        for (var each : FILES) {
            SecretSetting.read(
                            each.variable(),
                            value(context, each.property()),
                            each.fileVariable(),
                            value(context, each.fileProperty()).map(Path::of))
                    .ifPresent(secret -> secrets.put(each.property(), literal(secret.value())));
        }
        return List.of(new PropertiesConfigSource(secrets, "files of secrets", ORDINAL));
    }

    private static Optional<String> value(ConfigSourceContext context, String property) {
        return Optional.ofNullable(context.getValue(property))
                .map(ConfigValue::getValue)
                .filter(value -> !value.isEmpty());
    }

    /** A dollar sign begins an expression in a setting; in a file it is part of the secret. */
    private static String literal(String secret) {
        return secret.replace("$", "\\$");
    }

    /**
     * A secret and the setting of its file.
     *
     * @param variable the environment variable that sets the secret, for people
     */
    private record SecretFile(String property, String variable, String fileProperty, String fileVariable) {}
}
