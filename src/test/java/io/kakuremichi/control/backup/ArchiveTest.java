package io.kakuremichi.control.backup;

import static io.kakuremichi.control.backup.TestServer.KEYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kakuremichi.control.credential.KeyRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive that is not whole, not ours or not known is refused before anything is done with it. */
class ArchiveTest {
    private static final int PLACES = 300;

    @TempDir
    Path directory;

    private final Random random = new Random(7);
    private Path file;
    private Manifest manifest;

    @BeforeEach
    void write() throws Exception {
        file = directory.resolve("backup.zip");
        try (var out = Files.newOutputStream(file)) {
            var writer = new ArchiveWriter(out);
            var tables = List.of(
                    writer.add("agents", List.of("id", "name"), (table, rows) -> random(rows, 2_000)),
                    writer.add("tunnels", List.of("id"), (table, rows) -> random(rows, 5_000)));
            manifest = new Manifest(
                    Manifest.FORMAT,
                    "1.2.3",
                    "1",
                    List.of("V1__initial.sql"),
                    UUID.randomUUID(),
                    42,
                    "2026-11-23T00:00:00Z",
                    tables);
            writer.finish(manifest, KEYS);
        }
    }

    private long random(java.io.OutputStream out, int bytes) throws IOException {
        var content = new byte[bytes];
        random.nextBytes(content);
        out.write(content);
        return 1;
    }

    @Test
    void whatWasWrittenIsRead() throws Exception {
        try (var archive = Archive.open(file, KEYS)) {
            assertThat(archive.manifest()).isEqualTo(manifest);
        }
    }

    @Test
    void cutShortAnywhereItIsRefused() throws Exception {
        var whole = Files.readAllBytes(file);
        for (var place = 0; place < PLACES; place++) {
            var length = random.nextInt(whole.length);
            Files.write(file, Arrays.copyOf(whole, length));

            assertThatThrownBy(() -> Archive.open(file, KEYS))
                    .as("cut after %d bytes", length)
                    .isInstanceOf(RestoreRefusedException.class);
        }
    }

    /** A zip file has bytes that mean nothing, times of its parts for example. */
    @Test
    void alteredAnywhereItIsRefusedOrHoldsTheSame() throws Exception {
        var whole = Files.readAllBytes(file);
        var refused = 0;
        for (var place = 0; place < PLACES; place++) {
            var altered = whole.clone();
            altered[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, altered);

            try (var archive = Archive.open(file, KEYS)) {
                assertThat(archive.manifest()).isEqualTo(manifest);
            } catch (RestoreRefusedException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(PLACES * 8 / 10);
    }

    @Test
    void tablesThatWereExchangedByOtherValidOnesAreRefused() throws Exception {
        var table = manifest.tables().getFirst();
        var shorter = new Manifest.DumpedTable(table.name(), table.columns(), 1, table.bytes() - 1, table.sha256());
        var forged = Forged.from(
                file,
                original ->
                        new Manifest(Manifest.FORMAT, "1", "1", List.of(), original.epoch(), 42, "", List.of(shorter)),
                directory);

        assertThatThrownBy(() -> Archive.open(forged, KEYS)).hasMessageContaining("is altered or damaged");
    }

    @Test
    void anotherKeyIsNamed() {
        var other = KeyRing.parse(KeyRing.newKey().value());

        assertThatThrownBy(() -> Archive.open(file, other))
                .isInstanceOf(RestoreRefusedException.class)
                .hasMessageContaining("KAKUREMICHI_ENCRYPTION_KEY")
                .hasMessageContaining("is not the key of");
    }

    @Test
    void aManifestThatWasNotSealedByUsIsRefused() throws Exception {
        var stranger = KeyRing.parse(KeyRing.newKey().value());

        var forged = Forged.from(file, original -> original, stranger, directory);

        assertThatThrownBy(() -> Archive.open(forged, KEYS)).isInstanceOf(RestoreRefusedException.class);
    }

    @Test
    void aNewerFormatIsNamed() throws Exception {
        var newer = Forged.from(file, original -> Forged.withFormat(original, Manifest.FORMAT + 1), directory);

        assertThatThrownBy(() -> Archive.open(newer, KEYS)).hasMessageContaining("newer format");
    }

    @Test
    void aNewerSchemaIsNamed() throws Exception {
        var newer = Forged.from(file, original -> Forged.withMigration(original, "V99__later.sql"), directory);

        assertThatThrownBy(() -> Archive.open(newer, KEYS))
                .isInstanceOf(RestoreRefusedException.class)
                .hasMessageContaining("newer schema")
                .hasMessageContaining("V99__later.sql")
                .hasMessageContaining("Control 1.2.3");
    }

    @Test
    void whatIsNoArchiveIsRefused() throws Exception {
        Files.writeString(file, "{\"error\": {\"code\": \"FORBIDDEN\"}}");

        assertThatThrownBy(() -> Archive.open(file, KEYS))
                .isInstanceOf(RestoreRefusedException.class)
                .hasMessageContaining("is not a backup, or is truncated or altered");
        assertThatThrownBy(() -> Archive.open(directory, KEYS)).hasMessageContaining("no such file");
    }
}
