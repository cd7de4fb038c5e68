package io.kakuremichi.control.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/** {@code mvnw} with a Maven and JDKs that are scripts. */
@Execution(CONCURRENT)
class MvnwTest {
    @TempDir
    Path directory;

    private Path project;

    @BeforeEach
    void project() throws IOException {
        directory = directory.toRealPath();
        project = directory.resolve("project");
        Files.createDirectories(project.resolve(".mvn"));
        for (var file : List.of("mvnw", ".mvn/maven.properties")) {
            Files.copy(Path.of(file), project.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private void maven(String version) throws IOException {
        script("path/mvn", """
                [ "$1" = --version ] && echo "Apache Maven %s (x)" && exit
                case $1 in -f) ;; *) exit 1 ;; esac
                echo "maven $*"
                exit 7
                """.formatted(version));
    }

    private String jdk(String name, String version) throws IOException {
        script(name + "/bin/java", "exit 0");
        script(name + "/bin/javac", "echo javac " + version);
        return directory.resolve(name).toString();
    }

    @Test
    void saysWhichMavenAndJdkItRunsAndPassesArgumentsOn() throws Exception {
        maven("3.8.6");
        var jdk = jdk("jdk", "25.0.1");

        var run = run(jdk, "verify", "-Dname=an office");

        assertThat(run.errors)
                .isEqualTo("mvnw: Maven 3.8.6 (%s), JDK %s\n".formatted(directory.resolve("path/mvn"), jdk));
        assertThat(run.output).isEqualTo("maven -f %s/pom.xml verify -Dname=an office\n".formatted(project));
        assertThat(run.exitCode).isEqualTo(7);
    }

    @Test
    void anOlderJdkIsPassedOver() throws Exception {
        maven("4.0.0");
        jdk("home/.sdkman/candidates/java/25", "25");

        var run = run(jdk("old", "17.0.2"), "verify");

        assertThat(run.exitCode).isEqualTo(7);
        assertThat(run.errors).matches("mvnw: Maven 4\\.0\\.0 .*, JDK .*\n").doesNotContain("/old");
    }

    @Test
    void aMavenThatIsTooOldIsReplacedByThePinnedOneOnly() throws Exception {
        maven("3.8.5");
        var release = Files.readAllLines(Path.of(".mvn", "maven.properties")).stream()
                .filter(line -> line.startsWith("version="))
                .map(line -> line.substring("version=".length()))
                .findFirst()
                .orElseThrow();
        var archive = directory.resolve("dist/maven-3/%1$s/binaries/apache-maven-%1$s-bin.tar.gz".formatted(release));
        Files.createDirectories(archive.getParent());
        Files.writeString(archive, "another Maven");

        var run = run(jdk("jdk", "26"), "verify");

        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.output).isEmpty();
        assertThat(run.errors.lines())
                .containsExactly(
                        "mvnw: downloading Maven " + release,
                        "mvnw: the downloaded Maven does not have the SHA-512 pinned in .mvn/maven.properties");
        assertThat(directory.resolve("home/.m2/kakuremichi-maven")).isEmptyDirectory();
    }

    private void script(String name, String content) throws IOException {
        var file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Run run(String javaHome, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(project.resolve("mvnw").toString()));
        command.addAll(List.of(arguments));
        var errors = directory.resolve("errors");
        var builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().remove("MAVEN_OPTS");
        builder.environment().put("JAVA_HOME", javaHome);
        builder.environment().put("HOME", directory.resolve("home").toString());
        builder.environment().put("PATH", directory.resolve("path") + ":/usr/local/bin:/usr/bin:/bin");
        builder.environment()
                .put(
                        "MAVEN_DIST_URL",
                        directory.resolve("dist").toUri().toString().replaceAll("/$", ""));
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output, Files.readString(errors));
    }

    private record Run(int exitCode, String output, String errors) {}
}
