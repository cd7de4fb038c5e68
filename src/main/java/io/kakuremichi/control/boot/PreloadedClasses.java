package io.kakuremichi.control.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Loads at the start what a drain, a stop and the delivery of changes would load only when they need it. The program's files may be
 * replaced while it runs, and a class that was not loaded before cannot be loaded afterwards: the stop would leave clients without a
 * close frame, and deliveries would end.
 *
 * <p>The names are listed in a resource, which a test of a stop completes. A native image has all its classes and not the resource.
 */
final class PreloadedClasses {
    private static final Logger LOG = Logger.getLogger(PreloadedClasses.class);

    private static final String RESOURCE = "/preloaded-classes.txt";

    private PreloadedClasses() {}

    /** Loads the listed classes without initializing them. A name that is not found is left out. */
    static void load() {
        try {
            var loader = PreloadedClasses.class.getClassLoader();
            for (var name : names()) {
                load(name, loader);
            }
        } catch (IOException e) {
            LOG.debug("The list of classes to load cannot be read", e);
        }
    }

    /** Returns the listed names, none in a native image. */
    static List<String> names() throws IOException {
        try (var resource = PreloadedClasses.class.getResourceAsStream(RESOURCE)) {
            return resource == null
                    ? List.of()
                    : new String(resource.readAllBytes(), UTF_8).lines().toList();
        }
    }

    private static void load(String name, ClassLoader loader) {
        try {
            loader.loadClass(name);
        } catch (ClassNotFoundException | LinkageError e) {
            LOG.debugf(e, "Not loaded class=%s", name);
        }
    }
}
