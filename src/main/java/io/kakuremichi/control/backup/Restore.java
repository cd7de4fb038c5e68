package io.kakuremichi.control.backup;

import io.kakuremichi.control.boot.StoppedControl;
import io.kakuremichi.control.config.FileFault;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;

/**
 * Restores Control's database from an archive while no Control uses it: the embedded one in the data directory, or the
 * configured one.
 *
 * <p>Guarantee: afterwards the database has the archive's contents under a new epoch and with no client online, or it
 * is unchanged. The file, the keys and the database are checked first.
 */
public final class Restore {
    static final String APPLICATION_NAME = "kakuremichi-control restore";

    private static final int DONE = 0;
    private static final int REFUSED = 1;

    private Restore() {}

    /**
     * Restores with the settings from the environment.
     *
     * @param out gets the report
     * @param err gets one sentence with the reason of a refusal
     * @return the exit code: 0 if done, 1 if nothing was changed
     */
    public static int run(Path file, Set<Option> options, PrintStream out, PrintStream err) {
        try {
            var control = StoppedControl.configured();
            var keys = options.contains(Option.WITHOUT_KEY) ? null : control.keys();
            try (var archive = Archive.open(file, keys);
                    var database = control.startDatabase()) {
                try (var connection = database.connect(APPLICATION_NAME)) {
                    new ArchiveLoader(connection, archive, keys)
                            .run(options.contains(Option.FORCE), database.isEmbedded());
                }
                printSummary(out, file, archive.manifest());
                return DONE;
            }
        } catch (SQLException e) {
            refuse(err, "the database reports: " + e.getMessage());
        } catch (IOException e) {
            refuse(err, "the backup cannot be read: " + FileFault.of(e));
        } catch (RuntimeException e) {
            // One line: expected failures have a message that is a sentence; toString is for defects.
            refuse(err, e.getMessage() == null ? e.toString() : e.getMessage());
        }
        return REFUSED;
    }

    /** What a restore may do in addition. */
    public enum Option {
        /** Replace existing data of Control. */
        FORCE,
        /**
         * The encryption key is lost: leave out everything sealed under it. The origin of the backup is then
         * unverified.
         */
        WITHOUT_KEY
    }

    private static void printSummary(PrintStream out, Path file, Manifest manifest) {
        out.printf(
                Locale.ROOT, "Restored %s, taken at %s, revision %s%n", file, manifest.takenAt(), manifest.revision());
        for (var table : manifest.tables()) {
            out.printf(Locale.ROOT, "%12s  %s%n", table.rows(), table.name());
        }
        out.println("Clients get a complete configuration when Control starts on this database.");
    }

    private static void refuse(PrintStream err, String why) {
        err.println("kakuremichi-control restored nothing: " + why);
    }
}
