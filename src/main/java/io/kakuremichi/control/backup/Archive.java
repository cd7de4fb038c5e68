package io.kakuremichi.control.backup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kakuremichi.control.config.FileFault;
import io.kakuremichi.control.credential.KeyRing;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A verified archive: its manifest has a valid seal, and every table's copy matches the manifest. A reader of a copy
 * gets an exception if the file has changed since the verification.
 */
final class Archive implements AutoCloseable {
    /** Far above any real size; a forged file must not exhaust the memory. */
    private static final int LARGEST_MANIFEST = 1024 * 1024;

    private final Path file;
    private final ZipFile zip;
    private final Manifest manifest;

    private Archive(Path file, ZipFile zip, @Nullable KeyRing keys) throws IOException {
        this.file = file;
        this.zip = zip;
        this.manifest = manifest(keys);
    }

    /**
     * Opens an archive and verifies all of it.
     *
     * @param keys null if the encryption key is lost; the origin of the archive is then unverified
     * @throws RestoreRefusedException if the archive is incomplete, sealed under other keys, or made by a newer program
     */
    static Archive open(Path file, @Nullable KeyRing keys) {
        if (!Files.isRegularFile(file)) {
            throw new RestoreRefusedException("no such file: " + file);
        }
        try {
            var zip = new ZipFile(file.toFile());
            try {
                var archive = new Archive(file, zip, keys);
                for (var table : archive.manifest.tables()) {
                    try (var copy = archive.copy(table)) {
                        copy.transferTo(OutputStream.nullOutputStream());
                    }
                }
                return archive;
            } catch (IOException | RuntimeException e) {
                zip.close();
                throw e;
            }
        } catch (ZipException e) {
            throw new RestoreRefusedException(
                    "%s is not a backup, or is truncated or altered: %s".formatted(file, e.getMessage()), e);
        } catch (IOException e) {
            throw new RestoreRefusedException("the backup cannot be read: " + FileFault.of(e), e);
        }
    }

    private Manifest manifest(@Nullable KeyRing keys) throws IOException {
        var json = content(Manifest.NAME);
        var seal = content(Manifest.SEAL);
        if (Manifest.formatOf(json) > Manifest.FORMAT) {
            throw new RestoreRefusedException(
                    "%s has a newer format than this program knows; restore it with the Control that wrote it, or a newer one"
                            .formatted(file));
        }
        if (keys != null) {
            checkSeal(new String(seal, US_ASCII), json, keys);
        }
        var read = Manifest.read(json);
        var unknown =
                read.migrations().stream().filter(name -> !Migrations.has(name)).toList();
        if (!unknown.isEmpty()) {
            throw new RestoreRefusedException(
                    "%s has a newer schema than this program knows (%s, of Control %s); restore it with that Control or a newer one"
                            .formatted(file, String.join(", ", unknown), read.controlVersion()));
        }
        return read;
    }

    private void checkSeal(String seal, byte[] json, KeyRing keys) {
        try {
            if (!keys.open(seal, Manifest.SEAL_CONTEXT).equals(ArchiveWriter.fingerprint(json))) {
                throw altered();
            }
        } catch (KeyRing.SealBrokenException e) {
            throw new RestoreRefusedException(
                    "KAKUREMICHI_ENCRYPTION_KEY (or the file encryption-key) is not the key of %s (%s)"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private byte[] content(String name) throws IOException {
        var entry = zip.getEntry(name);
        if (entry == null) {
            throw new RestoreRefusedException("%s is not a complete backup: %s is missing".formatted(file, name));
        }
        try (var in = zip.getInputStream(entry)) {
            var content = in.readNBytes(LARGEST_MANIFEST);
            if (content.length == LARGEST_MANIFEST) {
                throw altered();
            }
            return content;
        }
    }

    private RestoreRefusedException altered() {
        return new RestoreRefusedException("%s is altered or damaged".formatted(file));
    }

    Manifest manifest() {
        return manifest;
    }

    List<Manifest.DumpedTable> tables() {
        return manifest.tables();
    }

    /**
     * The rows of a table as they were copied. The end is reached only if all of them were read and match the manifest.
     *
     * @throws RestoreRefusedException at the end, or as soon as the copy is longer than expected
     */
    InputStream copy(Manifest.DumpedTable table) throws IOException {
        var entry = zip.getEntry(table.file());
        if (entry == null) {
            throw new RestoreRefusedException(
                    "%s is not a complete backup: %s is missing".formatted(file, table.file()));
        }
        return new Checked(zip.getInputStream(entry), table);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private final class Checked extends FilterInputStream {
        private final DigestInputStream digested;
        private final Manifest.DumpedTable table;
        private long read;
        private boolean ended;

        Checked(InputStream in, Manifest.DumpedTable table) {
            this(new DigestInputStream(in, Sha256.digest()), table);
        }

        private Checked(DigestInputStream digested, Manifest.DumpedTable table) {
            super(digested);
            this.digested = digested;
            this.table = table;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            var count = digested.read(buffer, offset, length);
            read += Math.max(count, 0);
            if (count < 0 ? !isWhole() : read > table.bytes()) {
                throw altered();
            }
            return count;
        }

        private boolean isWhole() {
            if (ended) {
                return true;
            }
            ended = true;
            var digest = HexFormat.of().formatHex(digested.getMessageDigest().digest());
            return read == table.bytes() && digest.equals(table.sha256());
        }
    }
}
