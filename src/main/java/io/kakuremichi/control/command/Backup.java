package io.kakuremichi.control.command;

import io.kakuremichi.control.command.output.CommandFailure;
import io.kakuremichi.control.command.output.ExitCode;
import io.kakuremichi.control.command.output.PartialFile;
import io.kakuremichi.control.command.output.Shell;
import io.kakuremichi.control.command.remote.RestClient;
import io.kakuremichi.control.config.FileFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/** Downloads a backup from Control into a file. */
final class Backup {
    private static final String PATH = "/api/backup";
    private static final int BUFFER = 64 * 1024;

    private final RestClient control;
    private final Shell shell;

    Backup(RestClient control, Shell shell) {
        this.control = control;
        this.shell = shell;
    }

    /** Downloads into the file, which appears only once it is complete. */
    void to(String file) {
        if (file.equals("-")) {
            receive(shell.out());
            shell.out().flush();
            return;
        }
        try (var part = PartialFile.of(Path.of(file))) {
            var bytes = receive(part.output());
            part.complete();
            shell.note("%s has %s bytes".formatted(file, DownloadWatch.grouped(bytes)));
        } catch (IOException e) {
            throw cantWrite(e);
        }
    }

    private long receive(OutputStream output) {
        try (var input = control.download(PATH);
                var watch = new DownloadWatch(input, control.timeout(), shell)) {
            var buffer = new byte[BUFFER];
            for (var count = read(input, buffer, watch); count >= 0; count = read(input, buffer, watch)) {
                write(output, buffer, count);
                watch.count(count);
            }
            return watch.bytes();
        } catch (IOException e) {
            // The exception comes from closing a response that was read completely.
            throw broken("the connection was closed");
        }
    }

    private static int read(InputStream input, byte[] buffer, DownloadWatch watch) {
        try {
            return input.read(buffer);
        } catch (IOException e) {
            throw broken(watch.isStalled() ? "no data arrived in time" : "the connection was closed");
        }
    }

    private static void write(OutputStream output, byte[] buffer, int count) {
        try {
            output.write(buffer, 0, count);
        } catch (IOException e) {
            throw cantWrite(e);
        }
    }

    private static CommandFailure broken(String why) {
        return new CommandFailure(ExitCode.UNREACHABLE, "The backup was interrupted: " + why);
    }

    private static CommandFailure cantWrite(IOException e) {
        return new CommandFailure(ExitCode.REFUSED, "The file cannot be written: " + FileFault.of(e));
    }
}
