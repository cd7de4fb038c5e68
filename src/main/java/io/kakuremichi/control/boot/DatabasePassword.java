package io.kakuremichi.control.boot;

import io.kakuremichi.control.config.SecretSetting;
import io.kakuremichi.control.credential.Secret;
import io.smallrye.config.SmallRyeConfig;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The external database's password when a file holds it, as Kubernetes and systemd hand out secrets. Quarkus takes the value
 * only, so it is read before Quarkus starts and becomes its setting: pool, migrations and the feed's own connection see the same.
 */
final class DatabasePassword {
    private static final String VALUE = "quarkus.datasource.password";
    private static final String FILE = "kakuremichi.database.password-file";
    private static final String FILE_NAME = "KAKUREMICHI_DATABASE_PASSWORD_FILE";

    private DatabasePassword() {}

    /**
     * Makes what the file holds Quarkus' setting; does nothing when no file is set.
     *
     * @throws IllegalStateException with a sentence when a password is set as well or the file can't be read
     */
    static void apply(SmallRyeConfig config) {
        if (isSet(config)) {
            read(config).ifPresent(password -> System.setProperty(VALUE, password.value()));
        }
    }

    /**
     * A password without the database it opens is a setting forgotten, which must not start the embedded database instead.
     *
     * @throws IllegalStateException with the sentence
     */
    static void refuseWithoutDatabase(SmallRyeConfig config) {
        if (isSet(config)) {
            throw new IllegalStateException(
                    FILE_NAME + " is of an external database: set QUARKUS_DATASOURCE_JDBC_URL as well");
        }
    }

    /** Takes back what {@link #apply} set, for a start in the same JVM. */
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
