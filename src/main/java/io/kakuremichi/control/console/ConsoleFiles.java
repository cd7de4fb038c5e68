package io.kakuremichi.control.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.runtime.LaunchMode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of the console, by their path below {@code /console/}. They are those that the build lists: a native binary cannot list
 * resources, and a path in a request never becomes one of a resource. Dev mode reads them at each request, because a change replaces them.
 */
@Singleton
class ConsoleFiles {
    static final String PAGE = "index.html";
    static final String ICON = "favicon.svg";

    private static final String ROOT = "/console/";
    private static final String LIST = ROOT + "files.txt";
    private static final String COMPRESSED = ".gz";

    private final Map<String, ConsoleFile> files = read();

    Optional<ConsoleFile> file(String path) {
        return Optional.ofNullable((LaunchMode.current().isDev() ? read() : files).get(path));
    }

    private static Map<String, ConsoleFile> read() {
        var found = new HashMap<String, ConsoleFile>();
        put(found, PAGE, ROOT + PAGE);
        put(found, ICON, "/" + ICON);
        var list = bytes(LIST);
        if (list != null) {
            new String(list, UTF_8)
                    .lines()
                    .filter(name -> !name.isBlank())
                    .forEach(name -> put(found, name, ROOT + name));
        }
        return Map.copyOf(found);
    }

    private static void put(Map<String, ConsoleFile> files, String name, String resource) {
        var content = bytes(resource);
        if (content != null) {
            files.put(name, ConsoleFile.of(name, content, bytes(resource + COMPRESSED)));
        }
    }

    private static byte @Nullable [] bytes(String resource) {
        try (var content = ConsoleFiles.class.getResourceAsStream(resource)) {
            return content == null ? null : content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
