package io.kakuremichi.control.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.runtime.LaunchMode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The files of the console, by their path below {@code /console/}. They are those that the build lists: a native binary cannot list
 * resources, and only a listed path becomes one of a resource. Dev mode reads them at each request, because a change replaces them.
 * Pages of the documentation are read at each request as well, because most are never asked for.
 */
@Singleton
class ConsoleFiles {
    static final String PAGE = "index.html";
    static final String ICON = "favicon.svg";

    /** Where the pages of the documentation are. */
    static final String DOCUMENTATION = "docs/";

    private static final String ROOT = "/console/";
    private static final String LIST = ROOT + "files.txt";
    private static final String COMPRESSED = ".gz";

    private final Set<String> documentation = listed(name -> name.startsWith(DOCUMENTATION));
    private final Map<String, ConsoleFile> files = read();

    Optional<ConsoleFile> file(String path) {
        return documentation.contains(path)
                ? read(path, ROOT + path)
                : Optional.ofNullable((LaunchMode.current().isDev() ? read() : files).get(path));
    }

    private static Map<String, ConsoleFile> read() {
        var found = new HashMap<String, ConsoleFile>();
        read(PAGE, ROOT + PAGE).ifPresent(page -> found.put(PAGE, page));
        read(ICON, "/" + ICON).ifPresent(icon -> found.put(ICON, icon));
        listed(name -> !name.startsWith(DOCUMENTATION))
                .forEach(name -> read(name, ROOT + name).ifPresent(file -> found.put(name, file)));
        return Map.copyOf(found);
    }

    private static Set<String> listed(Predicate<String> wanted) {
        var list = bytes(LIST);
        return list == null
                ? Set.of()
                : new String(list, UTF_8)
                        .lines()
                        .filter(name -> !name.isBlank())
                        .filter(wanted)
                        .collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<ConsoleFile> read(String name, String resource) {
        var content = bytes(resource);
        return content == null
                ? Optional.empty()
                : Optional.of(ConsoleFile.of(name, content, bytes(resource + COMPRESSED)));
    }

    private static byte @Nullable [] bytes(String resource) {
        try (var content = ConsoleFiles.class.getResourceAsStream(resource)) {
            return content == null ? null : content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
