package io.kakuremichi.control.browser;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Chromium of this machine: the one that the system property {@code browser.path} names, one on the PATH, or one that Playwright
 * downloaded earlier. Tests never download one.
 */
final class Chromium {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");

    private Chromium() {}

    static Optional<Path> find() {
        var named = System.getProperty("browser.path");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        return onPath().or(Chromium::ofPlaywright);
    }

    private static Optional<Path> onPath() {
        var places = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator);
        return NAMES.stream()
                .flatMap(name -> Stream.of(places).map(place -> Path.of(place).resolve(name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<Path> ofPlaywright() {
        var downloads = Optional.ofNullable(System.getenv("PLAYWRIGHT_BROWSERS_PATH"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache", "ms-playwright"));
        if (!Files.isDirectory(downloads)) {
            return Optional.empty();
        }
        try (var files = Files.find(downloads, 3, (file, attributes) -> file.getFileName()
                .toString()
                .equals("chrome"))) {
            return files.filter(Files::isExecutable).findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says once in a build that these tests were skipped: several JVMs run them, and each skips its own. */
    static void reportMissing() {
        try {
            Files.createDirectories(Artefacts.DIRECTORY);
            Files.createFile(Artefacts.DIRECTORY.resolve("skipped-" + System.getProperty("browser.build", "")));
        } catch (FileAlreadyExistsException said) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println(
                "Browser tests were SKIPPED: there is no Chromium. Install it (Debian: apt-get install chromium) or name one with"
                        + " -Dbrowser.path=FILE, then run them with ./mvnw verify -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false"
                        + " -Dit.test='io.kakuremichi.control.browser.*IT'");
    }
}
