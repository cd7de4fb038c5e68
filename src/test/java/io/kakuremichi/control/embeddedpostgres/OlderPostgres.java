package io.kakuremichi.control.embeddedpostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The programs of an older major version of PostgreSQL, in the place of those that Control brings. */
public final class OlderPostgres {
    /** Where the build puts them: a jar like the one on the class path. */
    private static final Path JAR = Path.of("target", "older-postgresql", "binaries.jar");

    private OlderPostgres() {}

    /** A directory for {@code kakuremichi.database.binaries-dir}; empty where these programs don't run. */
    public static Optional<Path> binaries() throws IOException {
        if (!System.getProperty("os.arch").equals("amd64") || !Files.exists(JAR)) {
            return Optional.empty();
        }
        var directory = JAR.resolveSibling("unpacked").toAbsolutePath();
        var home = directory.resolve(PostgresBinaries.VERSION);
        if (!Files.isDirectory(home)) {
            Files.createDirectories(directory);
            var unpacking = Files.createTempDirectory(directory, "unpacking");
            try (var jar = new ZipFile(JAR.toFile());
                    var programs = jar.getInputStream(jar.getEntry("postgres-linux-x86_64.txz"))) {
                TarGzip.unpack(new TarArchiveInputStream(new XZInputStream(programs)), unpacking);
            }
            Files.move(unpacking, home, StandardCopyOption.ATOMIC_MOVE);
        }
        return Optional.of(directory);
    }
}
