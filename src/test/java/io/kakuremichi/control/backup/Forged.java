package io.kakuremichi.control.backup;

import static io.kakuremichi.control.backup.TestServer.KEYS;

import io.kakuremichi.control.credential.KeyRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.function.UnaryOperator;

/** Forged archives, made by an attacker who has the key. */
final class Forged {
    private Forged() {}

    /** The same tables under another manifest. */
    static Path from(Path archive, UnaryOperator<Manifest> change, Path directory) throws Exception {
        return from(archive, change, KEYS, directory);
    }

    static Path from(Path archive, UnaryOperator<Manifest> change, KeyRing sealedWith, Path directory)
            throws Exception {
        var file = Files.createTempFile(directory, "forged", ".zip");
        try (var original = Archive.open(archive, KEYS);
                var out = Files.newOutputStream(file)) {
            var writer = new ArchiveWriter(out);
            for (var table : original.tables()) {
                writer.add(table.name(), table.columns(), (copied, rows) -> copy(original, table, rows));
            }
            writer.finish(change.apply(original.manifest()), sealedWith);
        }
        return file;
    }

    private static long copy(Archive original, Manifest.DumpedTable table, java.io.OutputStream rows)
            throws IOException {
        try (var copy = original.copy(table)) {
            copy.transferTo(rows);
            return table.rows();
        }
    }

    static Manifest withFormat(Manifest manifest, int format) {
        return new Manifest(
                format,
                manifest.controlVersion(),
                manifest.schemaVersion(),
                manifest.migrations(),
                manifest.epoch(),
                manifest.revision(),
                manifest.takenAt(),
                manifest.tables());
    }

    static Manifest withMigration(Manifest manifest, String file) {
        var migrations = new ArrayList<>(manifest.migrations());
        migrations.add(file);
        return new Manifest(
                manifest.format(),
                manifest.controlVersion(),
                manifest.schemaVersion(),
                migrations,
                manifest.epoch(),
                manifest.revision(),
                manifest.takenAt(),
                manifest.tables());
    }

    static Manifest withRows(Manifest manifest, String name, long rows) {
        var tables = manifest.tables().stream()
                .map(table -> table.name().equals(name)
                        ? new Manifest.DumpedTable(name, table.columns(), rows, table.bytes(), table.sha256())
                        : table)
                .toList();
        return new Manifest(
                manifest.format(),
                manifest.controlVersion(),
                manifest.schemaVersion(),
                manifest.migrations(),
                manifest.epoch(),
                manifest.revision(),
                manifest.takenAt(),
                tables);
    }
}
