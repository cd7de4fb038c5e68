package io.kakuremichi.control.backup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kakuremichi.control.credential.KeyRing;
import io.kakuremichi.control.credential.Secret;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes an archive ({@link Manifest}) sequentially; the target needs neither reading nor seeking. */
final class ArchiveWriter {
    private static final int BUFFER = 64 * 1024;

    private final ZipOutputStream zip;

    ArchiveWriter(OutputStream target) {
        this.zip = new ZipOutputStream(new BufferedOutputStream(target, BUFFER));
        // Fast compression, because the database transaction stays open until the end.
        zip.setLevel(Deflater.BEST_SPEED);
    }

    /** Adds a table. */
    Manifest.DumpedTable add(String name, List<String> columns, Copy copy) throws IOException, SQLException {
        var unknown = new Manifest.DumpedTable(name, columns, 0, 0, "");
        zip.putNextEntry(new ZipEntry(unknown.file()));
        var counted = new CountedOutput(zip);
        var rows = copy.to(unknown, counted);
        zip.closeEntry();
        return new Manifest.DumpedTable(name, columns, rows, counted.bytes, counted.digest());
    }

    /** Completes the archive; without the manifest and its seal a restore rejects it. */
    void finish(Manifest manifest, KeyRing keys) throws IOException {
        var json = manifest.json();
        put(Manifest.NAME, json);
        put(Manifest.SEAL, keys.seal(fingerprint(json), Manifest.SEAL_CONTEXT).getBytes(US_ASCII));
        zip.finish();
        zip.flush();
    }

    private void put(String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    /** The fingerprint of a manifest, which is sealed. */
    static Secret fingerprint(byte[] json) {
        return new Secret(HexFormat.of().formatHex(Sha256.digest().digest(json)));
    }

    /** Copies a table's rows and returns their number. */
    interface Copy {
        long to(Manifest.DumpedTable table, OutputStream out) throws IOException, SQLException;
    }

    private static final class CountedOutput extends FilterOutputStream {
        private final MessageDigest digest = Sha256.digest();
        private long bytes;

        CountedOutput(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            out.write(buffer, offset, length);
            digest.update(buffer, offset, length);
            bytes += length;
        }

        String digest() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
