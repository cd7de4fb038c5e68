package io.kakuremichi.control.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.net.httpserver.HttpServer;
import io.kakuremichi.control.harness.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of deploy/docker agree with each other, with the build and with the configuration. */
class DockerTest {
    private static final Path DOCKER = Path.of("deploy/docker");

    /** A digest, or a tag that never gets another release: PostgreSQL's have two numbers, all others three or more, or a date. */
    private static final Pattern PINNED = Pattern.compile(
            "[a-z0-9./-]+(@sha256:[0-9a-f]{64}|:[a-z-]*\\d+([._-]\\d+){2,}[\\w.-]*|(?<=postgres):\\d+\\.\\d+)");

    /** Images, the syntax of Dockerfiles, and the steps of workflows. */
    private static final Pattern PULLED =
            Pattern.compile("(?m)^\\s*(?:- )?(?:image: |IMAGE: |uses: |# syntax=)([^\\s$]+)");

    private final JsonNode compose = yaml(DOCKER.resolve("compose.yaml"));
    private final JsonNode control = compose.path("services").path("control");

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
    void anImageIsBuiltOfPinnedImagesAndFilesThatExist(String name) throws IOException {
        var image = ImageFile.read(DOCKER.resolve(name));

        assertThat(image.images()).isNotEmpty().allMatch(base -> PINNED.matcher(base)
                .matches());
        var admitted = Files.readAllLines(Path.of(".dockerignore"));
        assertThat(image.instructions().stream()
                        .filter(ImageFile.Instruction::copiesFromContext)
                        .flatMap(copy ->
                                copy.arguments().stream().limit(copy.arguments().size() - 1)))
                .isNotEmpty()
                .allMatch(source -> Files.exists(Path.of(source)))
                .allMatch(source -> admitted.stream()
                        .filter(line -> line.startsWith("!"))
                        .anyMatch(line -> Path.of(source).startsWith(line.substring(1))));
    }

    /** {@code kakuremichi-control} alone gets its tag from an overlay. */
    @Test
    void everythingPulledByAnyFileIsPinned() throws IOException {
        var pulled = new ArrayList<String>();
        try (var files = Files.walk(DOCKER.getParent())) {
            for (var file : files.filter(Files::isRegularFile)
                    .filter(DockerTest::isText)
                    .toList()) {
                PULLED.matcher(Files.readString(file))
                        .results()
                        .map(found -> found.group(1))
                        .filter(image -> !image.equals("kakuremichi-control"))
                        .forEach(pulled::add);
            }
        }

        assertThat(pulled)
                .hasSizeGreaterThan(8)
                .allMatch(image -> PINNED.matcher(image).matches() || image.matches("[\\w-]+/[\\w-]+@[0-9a-f]{40}"));
    }

    private static boolean isText(Path file) {
        return !file.toString().endsWith(".png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
    void anImageRunsAsNobodySpecialOnTheConfiguredPorts(String name) throws IOException {
        var image = ImageFile.read(DOCKER.resolve(name));
        var settings = applicationProperties();

        assertThat(image.last("USER")).matches("[1-9][0-9]{3,}:[1-9][0-9]{3,}");
        assertThat(image.last("EXPOSE"))
                .isEqualTo(settings.getProperty("quarkus.http.port") + " "
                        + settings.getProperty("quarkus.management.port"));
        assertThat(image.last("STOPSIGNAL")).isEqualTo("SIGTERM");
        assertThat(image.last("ENTRYPOINT")).startsWith("[\"").contains("kakuremichi-control");
        assertThat(image.last("HEALTHCHECK")).contains("/opt/kakuremichi-control/healthcheck");
        assertThat(image.last("ENV")).isEqualTo("KAKUREMICHI_DATA_DIR=" + image.last("VOLUME"));
        assertThat(Files.isExecutable(DOCKER.resolve("healthcheck"))).isTrue();
        assertThat(Files.isExecutable(DOCKER.resolve("train-aot-cache"))).isTrue();
    }

    @Test
    void imagesAreBuiltWithWhatTheProjectIsBuiltWith() throws IOException {
        var pom = Files.readString(Path.of("pom.xml"));
        var release = text(pom, "maven.compiler.release");
        var version = text(pom, "version").replace("-SNAPSHOT", "");

        assertThat(ImageFile.read(DOCKER.resolve("Dockerfile.native")).images())
                .contains(text(pom, "quarkus.native.builder-image"));
        assertThat(ImageFile.read(DOCKER.resolve("Dockerfile.jvm")).images())
                .allMatch(image -> image.startsWith("eclipse-temurin:" + release + "."));
        for (var name : List.of("Dockerfile.native", "Dockerfile.jvm")) {
            assertThat(ImageFile.read(DOCKER.resolve(name)).last("LABEL"))
                    .contains("image.version=\"" + version + "\"");
        }
        assertThat(control.path("image").asText()).isEqualTo("kakuremichi-control:" + version);
    }

    @Test
    void everySettingOfTheComposeFileExists() {
        var names = names(control.path("environment"));

        assertThat(names).contains("KAKUREMICHI_ADMIN_TOKEN_FILE");
        assertThat(names).allMatch(KnownSettings::contains);
    }

    @Test
    void everyServiceIsPinnedAndKeepsItsSecretsInFiles() {
        var declared = names(compose.path("secrets"));
        for (var service : compose.path("services")) {
            assertThat(service.path("image").asText()).matches(PINNED);
            assertThat(list(service.path("secrets"))).isSubsetOf(declared);
            service.path("environment").properties().forEach(setting -> {
                if (setting.getKey().matches(".*(PASSWORD|TOKEN|KEY).*")) {
                    assertThat(setting.getKey()).endsWith("_FILE");
                    assertThat(list(service.path("secrets")))
                            .contains(setting.getValue().asText().replace("/run/secrets/", ""));
                }
            });
            // To this machine only: what is published is neither encrypted nor limited.
            assertThat(list(service.path("ports"))).allMatch(port -> port.startsWith("127.0.0.1:"));
        }
    }

    @Test
    void everyFileOfTheComposeFileExists() {
        var files = StreamSupport.stream(compose.path("services").spliterator(), false)
                .flatMap(service -> list(service.path("volumes")).stream())
                .map(volume -> volume.replaceFirst(":.*", ""))
                .filter(source -> source.startsWith("."))
                .map(source -> DOCKER.resolve(source).normalize());

        assertThat(files).hasSize(4).allMatch(Files::exists);
        assertThat(DOCKER.resolve(control.path("build").path("context").asText())
                        .resolve(control.path("build").path("dockerfile").asText()))
                .exists();
    }

    @Test
    void controlIsGivenTimeToDrainAndNothingToWriteBut() {
        var drain = seconds(control.path("environment").path("KAKUREMICHI_DRAIN_DURATION"));
        var grace = seconds(control.path("stop_grace_period"));

        assertThat(grace).isGreaterThanOrEqualTo(drain.plusSeconds(10));
        assertThat(control.path("read_only").asBoolean()).isTrue();
        assertThat(list(control.path("tmpfs"))).containsExactly("/tmp");
        assertThat(list(control.path("cap_drop"))).containsExactly("ALL");
    }

    @Test
    void prometheusAndGrafanaFindWhatTheyNeed() throws IOException {
        var scrape =
                yaml(DOCKER.resolve("prometheus.yml")).path("scrape_configs").get(0);
        var found = scrape.path("dns_sd_configs").get(0);
        var source = yaml(DOCKER.resolve("grafana/provisioning/datasources/prometheus.yaml"))
                .path("datasources")
                .get(0);

        assertThat(list(found.path("names"))).isSubsetOf(names(compose.path("services")));
        assertThat(found.path("port").asText())
                .isEqualTo(applicationProperties().getProperty("quarkus.management.port"));
        assertThat(scrape.path("metrics_path").asText()).isEqualTo("/q/metrics");
        assertThat(source.path("url").asText()).isEqualTo("http://prometheus:9090");
    }

    @ParameterizedTest
    @CsvSource({"200, 0", "503, 1"})
    void theHealthCheckTellsWhatTheProbeSays(int status, int exitCode) throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try {
            assertThat(healthcheck(server.getAddress().getPort())).isEqualTo(exitCode);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void theHealthCheckFailsWhereNobodyListens() throws Exception {
        assertThat(healthcheck(FreePort.find())).isEqualTo(1);
    }

    private static int healthcheck(int port) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")));
        var process = new ProcessBuilder(DOCKER.resolve("healthcheck").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        process.environment().put("QUARKUS_MANAGEMENT_PORT", String.valueOf(port));
        return process.start().waitFor();
    }

    private static JsonNode yaml(Path file) {
        try {
            return new YAMLMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Duration seconds(JsonNode duration) {
        return Duration.parse("PT" + duration.asText());
    }

    private static List<String> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static String text(String pom, String element) {
        var found = Pattern.compile("<" + Pattern.quote(element) + ">([^<]+)<").matcher(pom);
        assertThat(found.find()).as(element).isTrue();
        return found.group(1);
    }

    private static Properties applicationProperties() throws IOException {
        var properties = new Properties();
        try (var file = DockerTest.class.getResourceAsStream("/application.properties")) {
            properties.load(file);
        }
        return properties;
    }
}
