package io.kakuremichi.control.embeddedpostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;

/** Checks and creates the directories of the embedded PostgreSQL before anything is written to them. */
final class Directories {
    // pg_ctl and initdb put paths between double quotes into shell commands.
    private static final Pattern UNSAFE_IN_A_SHELL = Pattern.compile("[\"$`\\\\\\p{Cntrl}]");

    private static final String OWNER = "unix:uid";
    private static final long MEGABYTE = 1024 * 1024;

    /** The programs take 60 MB, a new cluster 40 MB. */
    private static final long NEEDED_BY_A_NEW_CLUSTER = 128 * MEGABYTE;

    private Directories() {}

    /**
     * The real path of a directory, which is created if missing.
     *
     * @throws EmbeddedPostgresException with a sentence, if it cannot be used
     */
    static Path usable(Path wanted, String permissions) throws IOException {
        Path absolute = wanted.toAbsolutePath();
        if (Files.exists(absolute) && !Files.isDirectory(absolute)) {
            throw new EmbeddedPostgresException(absolute + " is not a directory.");
        }
        if (!Files.isDirectory(absolute)) {
            Path parent = absolute.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectories(
                    absolute, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
        }
        Path real = absolute.toRealPath();
        if (UNSAFE_IN_A_SHELL.matcher(real.toString()).find()) {
            throw new EmbeddedPostgresException("The embedded PostgreSQL cannot use the directory " + real
                    + " because of a quote, $, backslash or control character in its path.");
        }
        return real;
    }

    /**
     * Checks the directory of the data: PostgreSQL insists on being its owner.
     *
     * @throws EmbeddedPostgresException with a sentence, if a server cannot run on it
     */
    static void checkData(Path data) throws IOException {
        Path cluster = data.resolve("pgdata");
        if (Files.exists(cluster)) {
            Object owner = Files.getAttribute(cluster, OWNER);
            Object self = Files.getAttribute(Path.of("/proc/self"), OWNER);
            if (!owner.equals(self)) {
                throw new EmbeddedPostgresException("The data in " + cluster + " belong to the user "
                        + Files.getOwner(cluster).getName() + ", but Control runs as the user "
                        + Files.getOwner(Path.of("/proc/self")).getName()
                        + "; run it as their owner, or set KAKUREMICHI_DATA_DIR to another directory.");
            }
        }
        if (!Files.isWritable(data)) {
            throw new EmbeddedPostgresException("The data directory " + data + " is not writable for the user "
                    + Files.getOwner(Path.of("/proc/self")).getName() + ".");
        }
        long free = Files.getFileStore(data).getUsableSpace();
        if (!Files.exists(cluster) && free < NEEDED_BY_A_NEW_CLUSTER) {
            throw new EmbeddedPostgresException("There is no space for a database in " + data + ": " + free / MEGABYTE
                    + " MB are free, and it needs " + NEEDED_BY_A_NEW_CLUSTER / MEGABYTE + " MB.");
        }
    }
}
