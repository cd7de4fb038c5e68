package io.kakuremichi.control.apidocs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlProcess;
import io.kakuremichi.control.harness.NodeJs;
import io.kakuremichi.control.process.PackagedControl;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that openapi-generator makes of the document compile, and make their calls. Those are the ones whose toolchain a JDK or a
 * Node.js brings along, and Python's where its packages are installed; one process generates them all.
 */
@QuarkusIntegrationTest
@QuarkusTestResource(PackagedControl.class)
class GeneratedClientsIT {
    private static final Path SOURCES = Path.of("src/test/resources/generated-clients");
    private static final Path TOOLS = Path.of("target/client-generator");
    private static final String ADMIN_TOKEN = ControlProcess.ADMIN_TOKEN;
    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    static Path directory;

    private PackagedControl.Running control;

    @BeforeAll
    static void generate() throws Exception {
        var java = configuration("java", """
                library: native
                additionalProperties: {useJakartaEe: true, openApiNullable: false}
                globalProperties: {apiTests: "false", modelTests: "false", apiDocs: "false", modelDocs: "false"}
                """);
        var fetch = configuration("typescript-fetch", "");
        var axios = configuration("typescript-axios", "additionalProperties: {useSingleRequestParameter: true}");
        run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                TOOLS.resolve("openapi-generator-cli.jar").toString(),
                "batch",
                java,
                fetch,
                axios,
                configuration("python", "")));
    }

    @Test
    void theJavaClientMakesARoundTrip() throws Exception {
        var classes = Files.createDirectory(directory.resolve("classes"));
        var arguments = new ArrayList<>(List.of("-nowarn", "-proc:none", "-d", classes.toString()));
        try (var generated = Files.walk(directory.resolve("java/src/main"))) {
            Stream.concat(Stream.of(SOURCES.resolve("RoundTrip.java")), generated)
                    .map(Path::toString)
                    .filter(path -> path.endsWith(".java"))
                    .forEach(arguments::add);
        }

        var exitCode = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));

        assertThat(exitCode).isZero();
        try (var loader = new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
            loader.loadClass("RoundTrip").getMethod("main", String[].class).invoke(null, (Object) arguments());
        }
    }

    @Test
    void theTypeScriptClientOfFetchMakesARoundTrip() throws Exception {
        roundTripInNode("typescript-fetch");
    }

    @Test
    void theTypeScriptClientOfAxiosMakesARoundTrip() throws Exception {
        var module = Files.createDirectories(directory.resolve("typescript-axios/node_modules/axios"));
        // Its build for Node.js needs packages of its own; that for browsers uses fetch, which Node.js has.
        Files.copy(webjar("axios").resolve("dist/browser/axios.cjs"), module.resolve("axios.cjs"));
        Files.copy(webjar("axios").resolve("index.d.cts"), module.resolve("axios.d.cts"));
        Files.writeString(module.resolve("package.json"), """
                {"name": "axios", "main": "axios.cjs", "types": "axios.d.cts"}
                """);
        roundTripInNode("typescript-axios");
    }

    @Test
    void thePythonClientMakesARoundTrip() throws Exception {
        assumeTrue(hasPython(), "no python3 with the packages that the client needs");
        var program = Files.copy(SOURCES.resolve("python.py"), directory.resolve("python/round_trip.py"));
        var command = new ArrayList<>(List.of("python3", program.toString()));
        command.addAll(List.of(arguments()));
        run(command);
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            return new ProcessBuilder(
                                    "python3",
                                    "-c",
                                    "import dateutil, typing_extensions, urllib3; from pydantic import TypeAdapter")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Compiles and runs the program beside the generated client; both have the generator's name. */
    private void roundTripInNode(String generator) throws Exception {
        var node = NodeJs.find();
        assumeTrue(node.isPresent(), "no Node.js");
        var client = directory.resolve(generator);
        var program = Files.copy(SOURCES.resolve(generator + ".ts"), client.resolve("round-trip.ts"));
        run(List.of(
                node.get(),
                webjar("typescript").resolve("lib/tsc.js").toString(),
                "--strict",
                "--skipLibCheck",
                "--esModuleInterop",
                "--target",
                "es2022",
                "--module",
                "commonjs",
                "--lib",
                "es2022,dom",
                "--outDir",
                client.resolve("out").toString(),
                program.toString()));
        var command = new ArrayList<>(
                List.of(node.get(), client.resolve("out/round-trip.js").toString()));
        command.addAll(List.of(arguments()));
        run(command);
    }

    private String[] arguments() {
        return new String[] {control.api().base().toString(), ADMIN_TOKEN, ControlApi.uniqueDomain()};
    }

    /** The package of that name: the only version is the folder below it. */
    private static Path webjar(String name) throws IOException {
        try (var versions =
                Files.list(TOOLS.resolve("npm/META-INF/resources/webjars").resolve(name))) {
            return versions.findFirst().orElseThrow();
        }
    }

    /** The path of a file that says what to generate. */
    private static String configuration(String generator, String more) throws IOException {
        var file = Files.writeString(
                directory.resolve(generator + ".yaml"),
                """
                generatorName: %s
                inputSpec: %s
                outputDir: %s
                """.formatted(generator, Documents.OPENAPI.toAbsolutePath(), directory.resolve(generator)) + more);
        return file.toString();
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        var out = Files.createTempFile(directory, "out", ".log");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + " does not end");
        }
        assertThat(process.exitValue()).as(Files.readString(out)).isZero();
    }
}
