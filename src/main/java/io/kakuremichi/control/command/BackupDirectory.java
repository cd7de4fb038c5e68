package io.kakuremichi.control.command;

import io.kakuremichi.control.command.output.CommandFailure;
import io.kakuremichi.control.command.output.ExitCode;
import io.kakuremichi.control.config.FileFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** A directory with backups named after the time at which they were taken, so that their names are in the order of age. */
final class BackupDirectory {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern(
                    "'control-'yyyyMMdd'T'HHmmss'Z.zip'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Pattern NAMES = Pattern.compile("control-\\d{8}T\\d{6}Z\\.zip");

    private final Path directory;

    BackupDirectory(Path directory) {
        this.directory = directory;
    }

    /** The file for a backup that is taken now. */
    Path next(Clock clock) {
        return directory.resolve(NAME.format(clock.instant()));
    }

    /**
     * The newest backup.
     *
     * @throws CommandFailure if there is none
     */
    Path newest() {
        var backups = backups();
        if (backups.isEmpty()) {
            throw new CommandFailure(ExitCode.REFUSED, "No backup in " + directory);
        }
        return backups.getLast();
    }

    /** Deletes the oldest backups beyond that number, and no other files. */
    void keep(int count) {
        var backups = backups();
        for (var old : backups.subList(0, Math.max(0, backups.size() - count))) {
            try {
                Files.deleteIfExists(old);
            } catch (IOException e) {
                throw unusable(e);
            }
        }
    }

    private List<Path> backups() {
        try (var files = Files.list(directory)) {
            return files.filter(
                            file -> NAMES.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static CommandFailure unusable(IOException e) {
        return new CommandFailure(ExitCode.REFUSED, "The directory of backups cannot be used: " + FileFault.of(e));
    }
}
