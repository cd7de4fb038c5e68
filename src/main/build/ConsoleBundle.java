import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipFile;

/**
 * Bundles the console at build time: esbuild, a program that comes as a Maven artifact, joins the modules of {@code
 * src/main/webui} and Lit to minified files, whose names contain a hash of their content. Beside them are the {@link
 * DocumentationPages}. Each file also gets a compressed copy. The same sources give the same bytes.
 *
 * <p>Run as a source file: {@code java -cp … ConsoleBundle.java <target directory> build|watch}. With {@code watch} it
 * goes on until it is stopped, bundles again after each change, and writes into the compiled classes as well, so that a
 * reload in the browser shows the change.
 */
final class ConsoleBundle {
    private static final Path SOURCES = Path.of("src/main/webui");
    private static final Path PROGRAMS = Path.of("src/main/build");
    private static final Pattern LIT = Pattern.compile(".*[/\\\\](lit|lit-html|lit-element|reactive-element)-[0-9.]+\\.jar");
    private static final Pattern STATIC = Pattern.compile("META-INF/resources/_static/([a-z-]+)/[^/]+/(.+)");
    private static final Pattern ENTRY = Pattern.compile("main-[A-Z0-9]+\\.(js|css)");
    private static final int MAX_SECONDS = 120;

    private final Path target;
    private final Path output;

    private ConsoleBundle(Path target, Path output) {
        this.target = target;
        this.output = output;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var target = Path.of(arguments[0]);
        var resources = new ConsoleBundle(target, target.resolve("generated-resources/console/console"));
        resources.unpackLit();
        if (arguments[1].equals("watch")) {
            var classes = new ConsoleBundle(target, target.resolve("classes/console"));
            for (var seen = 0L; ; Thread.sleep(300)) {
                var newest = newest();
                if (newest != seen) {
                    seen = newest;
                    classes.tryBundle();
                }
            }
        }
        if (!resources.isCurrent()) {
            resources.bundle();
            // Files of an earlier build, which Maven would not remove.
            delete(target.resolve("classes/console"));
        }
    }

    private boolean isCurrent() throws IOException {
        var built = output.resolve("index.html").toFile().lastModified();
        return built > newest()
                && files(PROGRAMS).stream().allMatch(program -> built > program.toFile().lastModified())
                && built > Path.of("pom.xml").toFile().lastModified();
    }

    private void tryBundle() throws InterruptedException {
        try {
            bundle();
            System.out.println("Bundled the console");
        } catch (IOException e) {
            System.out.println(e.getMessage());
        }
    }

    private void bundle() throws IOException, InterruptedException {
        delete(output);
        var assets = Files.createDirectories(output.resolve("assets"));
        esbuild(assets);
        Files.copy(SOURCES.resolve("index.html"), output.resolve("index.html"));
        var documentation = output.resolve("docs");
        new DocumentationPages().write(documentation);
        for (var page : pages()) {
            Files.writeString(page, withHashes(Files.readString(page), assets));
        }
        var names = Stream.of(assets, documentation)
                .flatMap(ConsoleBundle::found)
                .map(file -> output.relativize(file).toString().replace('\\', '/'))
                .toList();
        for (var file : files(output)) {
            try (var out = new GZIPOutputStream(Files.newOutputStream(Path.of(file + ".gz")))) {
                Files.copy(file, out);
            }
        }
        // Its licence must accompany it; the scripts keep only its notices.
        Files.copy(target.resolve("lit/lit/LICENSE"), output.resolve("LICENSE-lit.txt"));
        // What may be served: a native binary cannot list its resources.
        Files.write(output.resolve("files.txt"), names);
    }

    private List<Path> pages() throws IOException {
        return files(output).stream().filter(file -> file.toString().endsWith(".html")).toList();
    }

    /** The page with the names that the entries of the bundle have. */
    private static String withHashes(String page, Path assets) throws IOException {
        var named = page;
        for (var asset : files(assets)) {
            var entry = ENTRY.matcher(asset.getFileName().toString());
            if (entry.matches()) {
                named = named.replace("/console/assets/main." + entry.group(1), "/console/assets/" + entry.group());
            }
        }
        return named;
    }

    private void esbuild(Path assets) throws IOException, InterruptedException {
        var program = files(target.resolve("esbuild")).stream()
                .filter(file -> file.getFileName().toString().matches("esbuild(\\.exe)?"))
                .findFirst()
                .orElseThrow();
        if (!Files.isExecutable(program) && !program.toFile().setExecutable(true)) {
            throw new IOException("not executable: " + program);
        }
        var command = new ArrayList<>(List.of(program.toAbsolutePath().toString()));
        command.addAll(List.of(
                SOURCES.resolve("main.js").toString(),
                "--bundle",
                "--splitting",
                "--minify",
                "--format=esm",
                "--target=es2022",
                "--charset=utf8",
                "--legal-comments=eof",
                "--log-level=warning",
                "--entry-names=[name]-[hash]",
                "--chunk-names=[name]-[hash]",
                "--asset-names=[name]-[hash]",
                "--outdir=" + assets));
        var builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("NODE_PATH", target.resolve("lit").toAbsolutePath().toString());
        var process = builder.start();
        if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("esbuild did not end within " + MAX_SECONDS + " seconds");
        }
        if (process.exitValue() != 0) {
            throw new IOException("The console could not be bundled, see above");
        }
    }

    /** Where esbuild looks for packages: without the builds for development and for Node. */
    private void unpackLit() throws IOException {
        var modules = target.resolve("lit");
        for (var jar : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (LIT.matcher(jar).matches()) {
                unpack(Path.of(jar), modules);
            }
        }
    }

    private static void unpack(Path jar, Path modules) throws IOException {
        try (var zip = new ZipFile(jar.toFile())) {
            for (var entry : Collections.list(zip.entries())) {
                var name = STATIC.matcher(entry.getName());
                if (entry.isDirectory() || !name.matches()) {
                    continue;
                }
                var scope = name.group(1).equals("reactive-element") ? "@lit/" : "";
                var file = modules.resolve(scope + name.group(1)).resolve(name.group(2)).normalize();
                if (!file.startsWith(modules)) {
                    throw new IOException("unexpected name in " + jar + ": " + entry.getName());
                }
                Files.createDirectories(file.getParent());
                try (var in = zip.getInputStream(entry)) {
                    Files.write(file, in.readAllBytes());
                }
            }
        }
    }

    /** The time of the last change; a deletion changes its folder. */
    private static long newest() throws IOException {
        try (var found = Files.walk(SOURCES)) {
            var console = found.mapToLong(file -> file.toFile().lastModified()).max().orElse(0);
            return Math.max(console, DocumentationPages.newest());
        }
    }

    /** All files below a directory, in a fixed order. */
    private static List<Path> files(Path directory) throws IOException {
        try (var found = Files.walk(directory)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Stream<Path> found(Path directory) {
        try {
            return files(directory).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
