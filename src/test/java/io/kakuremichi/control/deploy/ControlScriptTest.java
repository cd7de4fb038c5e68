package io.kakuremichi.control.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/** {@code deploy/control} in a project whose Maven and Java are scripts. */
@Execution(CONCURRENT)
class ControlScriptTest {
    private static final String JAR = "target/quarkus-app/quarkus-run.jar";

    @TempDir
    Path project;

    @BeforeEach
    void project() throws IOException {
        script("deploy/control", DeployFiles.read("control"));
        script("java-home/bin/java", """
                #!/bin/sh
                echo "java $$ $*"
                """);
        Files.createDirectories(project.resolve("src/main"));
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        maven("exit 1");
    }

    @Test
    void buildsWithALineForEachStageAndBecomesJava() throws Exception {
        maven("""
                echo "mvnw: Maven 3.9.9, JDK /opt/jdk-25"
                echo "[INFO] Scanning for projects..."
                echo "Downloading from central: one"
                echo "Downloading from central: two"
                echo "[INFO] --- exec-maven-plugin:3.5.0:exec (repack-postgresql) @ kakuremichi-control ---"
                echo "[INFO] --- maven-compiler-plugin:3.14.0:compile (default-compile) @ kakuremichi-control ---"
                echo "[INFO] --- maven-compiler-plugin:3.14.0:testCompile (default-testCompile) @ kakuremichi-control ---"
                echo "[INFO] --- quarkus-maven-plugin:3.33.2:build (default) @ kakuremichi-control ---"
                mkdir -p target/quarkus-app && : >%s
                """.formatted(JAR));

        var run = run();

        assertThat(run.errors.lines()).hasSize(7).first().asString().startsWith("control: building ");
        assertThat(run.errors.lines().skip(1))
                .containsExactly(
                        "mvnw: Maven 3.9.9, JDK /opt/jdk-25",
                        "control: downloading libraries",
                        "control: repacking PostgreSQL, so that the first start is quick",
                        "control: compiling",
                        "control: packaging",
                        "control: starting with " + project.resolve("java-home"));
        assertThat(run.output).matches("java %d .*-jar .*/%s\n".formatted(run.pid, JAR));
        assertThat(run.exitCode).isZero();
    }

    @Test
    void aFailedBuildShowsItsErrorsAndStartsNothing() throws Exception {
        built(Instant.EPOCH);
        maven("""
                echo "[INFO] Scanning for projects..."
                echo "[ERROR] Main.java:[1,1] ';' expected"
                exit 1
                """);

        var run = run();

        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.errors).endsWith("\n[ERROR] Main.java:[1,1] ';' expected\n");
        assertThat(run.output).isEmpty();
    }

    @Test
    void theCommandLineOfACurrentJarRunsAtOnce() throws Exception {
        built(Instant.now().plusSeconds(60));

        var run = run("agent", "create", "an office");

        assertThat(run.errors).isEmpty();
        assertThat(run.output).endsWith(JAR + " agent create an office\n");
    }

    private void built(Instant time) throws IOException {
        var jar = project.resolve(JAR);
        Files.createDirectories(jar.getParent());
        Files.setLastModifiedTime(Files.createFile(jar), FileTime.from(time));
    }

    private void maven(String build) throws IOException {
        script("mvnw", """
                #!/bin/sh
                cd "${0%%/*}"
                if [ "$1" = --java-home ]; then echo "$PWD/java-home"; exit; fi
                %s
                """.formatted(build));
    }

    private void script(String name, String content) throws IOException {
        var file = project.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Run run(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(project.resolve("deploy/control").toString()));
        command.addAll(List.of(arguments));
        var errors = project.resolve("errors");
        var process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Run(process.pid(), process.exitValue(), output, Files.readString(errors));
    }

    private record Run(long pid, int exitCode, String output, String errors) {}
}
