package io.kakuremichi.control.backup;

import io.kakuremichi.control.boot.StoppedControl;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/**
 * Makes Control's database from an archive, while no Control runs on it: the embedded one in the data directory, or the
 * configured one.
 *
 * <p>Promise: afterwards the database holds what the archive holds, in a history of a new epoch, with nobody online; or it is as
 * it was before, whatever happened in between. The file, the keys and what is in the way are checked first.
 */
public final class Restore {
    static final String APPLICATION_NAME = "kakuremichi-control restore";

    private static final int DONE = 0;
    private static final int REFUSED = 1;

    private Restore() {}

    /**
     * Restores as the settings of the environment say.
     *
     * @param out is told what was done
     * @param err is told in one sentence why nothing was
     * @return the exit code: 0 when it is done, 1 when nothing was changed
     */
    public static int run(Path file, Set<Option> options, PrintStream out, PrintStream err) {
        try {
            var control = StoppedControl.configured();
            var keys = options.contains(Option.WITHOUT_KEY) ? null : control.keys();
            try (var archive = Archive.open(file, keys);
                    var database = control.startDatabase()) {
                var server = new BackupDatabase(database.url(), database.username(), database.password());
                try (var connection = server.connect(APPLICATION_NAME, Duration.ZERO)) {
                    new ArchiveLoader(connection, archive, keys)
                            .run(options.contains(Option.FORCE), database.isEmbedded());
                }
                tell(out, file, archive.manifest());
                return DONE;
            }
        } catch (SQLException e) {
            refuse(err, "the database says: " + e.getMessage());
        } catch (IOException e) {
            refuse(err, "%s can't be read: %s".formatted(file, e.getMessage()));
        } catch (RuntimeException e) {
            // One line for people: each is thrown with a sentence, but for faults of ours.
            refuse(err, e.getMessage() == null ? e.toString() : e.getMessage());
        }
        return REFUSED;
    }

    /** What else is allowed. */
    public enum Option {
        /** Data of Control that are there are replaced. */
        FORCE,
        /**
         * The encryption key is lost: all that is sealed under it is left out. Nothing tells then whether somebody else made the
         * backup.
         */
        WITHOUT_KEY
    }

    private static void tell(PrintStream out, Path file, Manifest manifest) {
        out.printf("Restored %s, taken at %s, revision %d%n", file, manifest.takenAt(), manifest.revision());
        for (var table : manifest.tables()) {
            out.printf("%12d  %s%n", table.rows(), table.name());
        }
        out.println("Clients get a new configuration from the next Control that starts on it.");
    }

    private static void refuse(PrintStream err, String why) {
        err.println("kakuremichi-control restores nothing: " + why);
    }
}
