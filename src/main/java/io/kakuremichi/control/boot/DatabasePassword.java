package io.kakuremichi.control.boot;

import io.kakuremichi.control.config.SecretSetting;
import io.kakuremichi.control.credential.Secret;
import io.smallrye.config.SmallRyeConfig;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The external database's password from a file, as Kubernetes and systemd provide secrets. Quarkus only accepts a
 * value, so the file is read before Quarkus starts. The pool, the migrations and the feed's connection then use the
 * same setting.
 */
final class DatabasePassword {
    private static final String VALUE = "quarkus.datasource.password";
    private static final String FILE = "kakuremichi.database.password-file";
    private static final String FILE_NAME = "KAKUREMICHI_DATABASE_PASSWORD_FILE";

    private DatabasePassword() {}

    /**
     * Sets Quarkus' password from the file; does nothing if no file is configured.
     *
     * @throws IllegalStateException with a sentence, if a password is set as well or the file cannot be read
     */
    static void apply(SmallRyeConfig config) {
        if (isSet(config)) {
            read(config).ifPresent(password -> System.setProperty(VALUE, password.value()));
        }
    }

    /**
     * Refuses a password without a database URL: the URL was forgotten, and the embedded database must not start
     * instead.
     *
     * @throws IllegalStateException with the sentence
     */
    static void refuseWithoutDatabase(SmallRyeConfig config) {
        if (isSet(config)) {
            throw new IllegalStateException(
                    FILE_NAME + " is of an external database: set QUARKUS_DATASOURCE_JDBC_URL as well");
        }
    }

    /** Removes the setting of {@link #apply}, for a start in the same JVM. */
    static void withdraw(SmallRyeConfig config) {
        if (isSet(config)) {
            System.clearProperty(VALUE);
        }
    }

    static Optional<Secret> read(SmallRyeConfig config) {
        return SecretSetting.read(
                "QUARKUS_DATASOURCE_PASSWORD",
                config.getOptionalValue(VALUE, String.class),
                FILE_NAME,
                config.getOptionalValue(FILE, Path.class));
    }

    private static boolean isSet(SmallRyeConfig config) {
        return config.getOptionalValue(FILE, Path.class).isPresent();
    }
}
