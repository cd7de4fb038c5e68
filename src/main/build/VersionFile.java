import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * Writes what is built, of which commit, and when, for {@code --version} and {@code GET /api/version}. A build outside a
 * repository, as in a container, gets the commit from {@code BUILD_COMMIT}; a reproducible one its time from {@code
 * SOURCE_DATE_EPOCH}.
 *
 * <p>Run as a source file: {@code java VersionFile.java <target directory> <version>}.
 */
final class VersionFile {
    private VersionFile() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var target = Files.createDirectories(Path.of(arguments[0])).resolve("kakuremichi-version.properties");
        var epoch = System.getenv("SOURCE_DATE_EPOCH");
        var builtAt = epoch == null ? Instant.now().truncatedTo(ChronoUnit.SECONDS) : Instant.ofEpochSecond(Long.parseLong(epoch));
        Files.writeString(target, "version=" + arguments[1] + "\ncommit=" + commit() + "\nbuiltAt=" + builtAt + "\n");
    }

    private static String commit() throws IOException, InterruptedException {
        var given = System.getenv("BUILD_COMMIT");
        return given == null || given.isBlank() ? commitOfRepository() : given.strip();
    }

    private static String commitOfRepository() throws IOException, InterruptedException {
        try {
            var git = new ProcessBuilder("git", "rev-parse", "HEAD").redirectError(ProcessBuilder.Redirect.DISCARD).start();
            var output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0 ? output : "unknown";
        } catch (IOException e) {
            // There is no git.
            return "unknown";
        }
    }
}
