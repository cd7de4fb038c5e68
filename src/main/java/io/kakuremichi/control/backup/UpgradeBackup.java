package io.kakuremichi.control.backup;

import io.kakuremichi.control.boot.StoppedControl;
import io.kakuremichi.control.credential.DatabaseSeal;
import io.kakuremichi.control.credential.KeyRing;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;

/**
 * Takes a backup of the embedded database before a start migrates it, so that the older program can be returned to. Keeps three.
 *
 * <p>If it fails, the start is refused and the database is as it was.
 */
public final class UpgradeBackup {
    /** The directory of these backups in the data directory. */
    static final String DIRECTORY = "backups";

    private static final Logger LOG = Logger.getLogger(UpgradeBackup.class);
    private static final String APPLICATION_NAME = "kakuremichi-control backup";
    private static final int KEPT = 3;
    private static final String NAME = "before-schema-";
    private static final String UNFINISHED = "unfinished.part";

    /** What an archive names as the program that wrote it: the older program is not known any more. */
    private static final String WRITER = "upgrade";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private UpgradeBackup() {}

    /**
     * Takes a backup if the start would migrate the database.
     *
     * @throws IllegalStateException with a sentence
     */
    public static void take(StoppedControl control, StoppedControl.Database database) {
        try (var connection = database.connect(APPLICATION_NAME)) {
            var migrations = PendingMigrations.of(connection);
            if (!migrations.isUpgrade()) {
                return;
            }
            var keys = control.keys();
            checkSeal(connection, keys);
            var directory = Files.createDirectories(control.dataDir().resolve(DIRECTORY));
            var file = write(database, keys, directory, NAME + migrations.nextVersion());
            LOG.infof(
                    "The database will be migrated from schema %s to %s; it was backed up to %s before",
                    migrations.version(), migrations.nextVersion(), file);
            removeOld(directory);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(
                    "the backup before the migration of the database failed, and nothing was migrated: "
                            + e.getMessage(),
                    e);
        }
    }

    /** A backup that is sealed under a wrong key would be refused by a restore. */
    private static void checkSeal(Connection connection, KeyRing keys) throws SQLException {
        try {
            DatabaseSeal.check(connection, keys);
        } catch (KeyRing.SealBrokenException e) {
            throw new IllegalStateException("KAKUREMICHI_ENCRYPTION_KEY is not the key of this database", e);
        }
    }

    private static Path write(StoppedControl.Database database, KeyRing keys, Path directory, String name)
            throws IOException, SQLException {
        try (var snapshot = Snapshot.of(database.connect(APPLICATION_NAME))) {
            var ofRevision = name + "-at-" + snapshot.revision() + "-";
            var earlier = named(directory, ofRevision).stream().findFirst();
            if (earlier.isPresent()) {
                // A start that failed took it, and nothing was changed since.
                return earlier.get();
            }
            var file = directory.resolve(ofRevision + TIME.format(Instant.now()) + ".zip");
            write(snapshot, keys, file);
            return file;
        }
    }

    private static void write(Snapshot snapshot, KeyRing keys, Path file) throws IOException, SQLException {
        var unfinished = file.resolveSibling(UNFINISHED);
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished, owner);
        try {
            try (var out = Files.newOutputStream(unfinished)) {
                snapshot.writeTo(out, keys, WRITER);
            }
            try (var channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static void removeOld(Path directory) throws IOException {
        for (var file : named(directory, NAME).stream().skip(KEPT).toList()) {
            Files.deleteIfExists(file);
        }
    }

    /** The backups whose names begin so, newest first. */
    private static List<Path> named(Path directory, String start) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(start))
                    .sorted(Comparator.comparing(UpgradeBackup::time).reversed())
                    .toList();
        }
    }

    /** The part of the name after the revision. */
    private static String time(Path file) {
        var name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('-') + 1);
    }
}
