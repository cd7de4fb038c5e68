package io.kakuremichi.control.embeddedpostgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Unpacks a {@code .tar.gz}: files, executable or not, directories and symbolic links, none of them outside its target. */
final class TarGzip {
    private static final int OWNER_EXECUTES = 0100;
    private static final int BUFFER = 64 * 1024;

    private final Path target;

    private TarGzip(Path target) {
        this.target = target;
    }

    static void unpack(InputStream archive, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(new GZIPInputStream(archive, BUFFER))) {
            unpack(tar, target);
        }
    }

    static void unpack(TarArchiveInputStream tar, Path target) throws IOException {
        TarGzip unpacking = new TarGzip(target.toRealPath());
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            unpacking.unpack(entry, tar);
        }
    }

    private void unpack(TarArchiveEntry entry, InputStream content) throws IOException {
        Path path = inside(target.resolve(entry.getName()), entry);
        if (path.equals(target)) {
            return;
        }
        Path parent = path.resolveSibling("").normalize();
        Files.createDirectories(parent);
        // With a link as a parent, the entry might be outside the target.
        if (!parent.toRealPath().equals(parent)) {
            throw new IOException("An entry lies behind a link: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
        } else if (entry.isSymbolicLink()) {
            inside(path.resolveSibling(entry.getLinkName()), entry);
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isFile() && !entry.isLink()) {
            write(path, content, (entry.getMode() & OWNER_EXECUTES) != 0);
        } else {
            throw new IOException("An entry is neither file, directory nor symbolic link: " + entry.getName());
        }
    }

    private Path inside(Path path, TarArchiveEntry entry) throws IOException {
        Path normal = path.normalize();
        if (!normal.startsWith(target)) {
            throw new IOException("An entry escapes its directory: " + entry.getName());
        }
        return normal;
    }

    private static void write(Path path, InputStream content, boolean executable) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            OutputStream out = Channels.newOutputStream(file);
            content.transferTo(out);
            // Synced before the rename that marks the directory as complete. Otherwise a power cut could leave empty
            // files behind.
            file.force(true);
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
