package io.kakuremichi.control.backup;

import io.kakuremichi.control.boot.StoppedControl;
import java.io.PrintStream;
import java.sql.SQLException;

/** Reports what the next start would migrate, and changes nothing. */
public final class MigrationCheck {
    private static final String APPLICATION_NAME = "kakuremichi-control check";
    private static final int DONE = 0;
    private static final int FAILED = 1;

    private MigrationCheck() {}

    /**
     * Checks with the settings from the environment.
     *
     * @param out gets the report
     * @param err gets one sentence if the database can't be read
     * @return the exit code: 0, or 1 if the database can't be read
     */
    public static int run(PrintStream out, PrintStream err) {
        try {
            var control = StoppedControl.configured();
            if (!control.hasDatabase()) {
                out.println("There is no database yet: the first start creates it in " + control.dataDir());
                return DONE;
            }
            try (var database = control.reachDatabase();
                    var connection = database.connect(APPLICATION_NAME)) {
                report(out, PendingMigrations.of(connection), control.isEmbedded());
            }
            return DONE;
        } catch (SQLException e) {
            err.println("kakuremichi-control cannot check the database: " + e.getMessage());
        } catch (RuntimeException e) {
            // One line: expected failures have a message that is a sentence; toString is for defects.
            err.println("kakuremichi-control cannot check the database: "
                    + (e.getMessage() == null ? e.toString() : e.getMessage()));
        }
        return FAILED;
    }

    private static void report(PrintStream out, PendingMigrations migrations, boolean embedded) {
        if (migrations.applied().isEmpty()) {
            out.println("The database is empty: the first start creates the tables.");
            return;
        }
        var newer = migrations.ofNewerControl();
        if (!newer.isEmpty()) {
            out.println("The database has schema " + migrations.version()
                    + " of a newer Control, which this program does not know: " + String.join(", ", newer));
        }
        if (migrations.pending().isEmpty()) {
            out.println("The database has schema " + migrations.version() + ": the next start migrates nothing.");
            return;
        }
        out.println("The database has schema " + migrations.version() + ". The next start migrates it to "
                + migrations.nextVersion() + ", all or nothing:");
        migrations.pending().forEach(file -> out.println("  " + file));
        out.println(
                embedded
                        ? "It first takes a backup into " + UpgradeBackup.DIRECTORY + " of the data directory."
                        : "It takes no backup of an external database: take one before.");
    }
}
