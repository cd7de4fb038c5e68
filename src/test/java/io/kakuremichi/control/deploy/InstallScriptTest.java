package io.kakuremichi.control.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/** {@code install.sh}, into a directory: what it puts where, and what it leaves alone. */
@Execution(CONCURRENT)
class InstallScriptTest {
    private static final String LIB = "usr/local/lib/kakuremichi-control/";
    private static final String ETC = "etc/kakuremichi-control/";
    private static final String UNIT = "etc/systemd/system/kakuremichi-control.service";
    private static final String NATIVE = UNIT + ".d/50-native.conf";

    @TempDir
    Path directory;

    private Path root;
    private Path jar;
    private Path binary;

    @BeforeEach
    void programs() throws IOException {
        root = directory.resolve("root");
        jar = directory.resolve("quarkus-app");
        Files.createDirectories(jar.resolve("lib"));
        Files.writeString(jar.resolve("quarkus-run.jar"), "first");
        Files.writeString(jar.resolve("lib/other.jar"), "other");
        binary = Files.writeString(directory.resolve("binary"), "#!/bin/sh\necho binary\n");
        Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void installsWhereTheUnitLooks() throws Exception {
        install(jar);

        var unit = UnitFile.read("kakuremichi-control.service");
        assertThat(inRoot(unit.one("ExecStart"))).isExecutable();
        assertThat(inRoot(unit.one("ExecStartPost"))).isExecutable();
        assertThat(inRoot(unit.one("EnvironmentFile").substring(1))).exists();
        assertThat(unit.all("LoadCredential"))
                .allSatisfy(credential -> assertThat(inRoot(credential.substring(credential.indexOf(':') + 1)))
                        .exists());
        assertThat(root.resolve(UNIT)).hasSameTextualContentAs(DeployFiles.path("systemd/kakuremichi-control.service"));
        assertThat(root.resolve("usr/local/bin/kakuremichi-control").toRealPath())
                .isEqualTo(inRoot(unit.one("ExecStart")).toRealPath());
        assertThat(root.resolve(LIB + "current/quarkus-app/lib/other.jar")).hasContent("other");
    }

    @Test
    void withoutAProgramItInstallsTheBinaryBesideIt() throws Exception {
        var release = Files.createDirectory(directory.resolve("release"));
        copy(DeployFiles.path("systemd"), release.resolve("systemd"));
        var architecture = System.getProperty("os.arch").replace("aarch64", "arm64");
        Files.copy(
                binary,
                release.resolve("kakuremichi-control-1.0.0-linux-" + architecture),
                StandardCopyOption.COPY_ATTRIBUTES);

        run(release.resolve("systemd/install.sh"), List.of("--root", root.toString()));

        assertThat(root.resolve(LIB + "current/kakuremichi-control")).hasSameBinaryContentAs(binary);
        assertThat(root.resolve(NATIVE)).exists();
    }

    @Test
    void withoutAProgramItNeverInstallsTheJar() throws Exception {
        var release = Files.createDirectory(directory.resolve("release"));
        copy(DeployFiles.path("systemd"), release.resolve("systemd"));
        copy(jar, release.resolve("quarkus-app"));

        var process = start(release.resolve("systemd/install.sh"), List.of("--root", root.toString()));

        assertThat(output(process)).contains("install.sh [PROGRAM]");
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(root).doesNotExist();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Test
    void makesATokenThatOnlyRootReads() throws Exception {
        install(jar);

        assertThat(Files.getPosixFilePermissions(root.resolve(ETC + "admin-token")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readString(root.resolve(ETC + "admin-token"))).matches("[A-Za-z0-9]{30,}");
    }

    @Test
    void commandsUseTheJavaThatTheSettingsName() throws Exception {
        installWithJava("echo \"$@\"");

        var command = new ProcessBuilder(
                root.resolve("usr/local/bin/kakuremichi-control").toString(), "agent", "list");
        command.environment().remove("JAVA_HOME");

        assertThat(output(command.start()).strip()).endsWith("quarkus-app/quarkus-run.jar agent list");
    }

    @Test
    void theNightlyBackupOfThePageRuns() throws Exception {
        installWithJava("while [ \"$1\" != backup ]; do shift; done; [ -d \"$2\" ] && [ -f \"$6\" ] && echo \"$@\"");

        var job = nightlyBackup();

        assertThat(output(job))
                .startsWith("backup " + root + "/var/backups/kakuremichi-control --keep 30 --token-file");
        assertThat(job.waitFor()).isZero();
    }

    /** With a program in Java's place, which only the settings name. */
    private void installWithJava(String script) throws Exception {
        install(jar);
        var java = directory.resolve("jdk/bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(root.resolve(ETC + "environment"), "JAVA_HOME=\"" + directory.resolve("jdk") + "\"\n");
    }

    /** The job of the page, with its paths below the root of this test. */
    private Process nightlyBackup() throws IOException {
        var page = Files.readString(Path.of("src/docs/operators/backup.md"));
        var script = page.substring(page.indexOf("#!/bin/sh"));
        script = script.substring(0, script.indexOf("```")).replaceAll("/(?=usr/local/bin|etc/|var/)", root + "/");
        var process = new ProcessBuilder("sh", "-c", script).redirectErrorStream(true);
        process.environment().remove("JAVA_HOME");
        return process.start();
    }

    @Test
    void repeatingItChangesNothing() throws Exception {
        install(jar);
        var before = files();

        var said = install(jar);

        assertThat(said).startsWith("Nothing changed");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void upgradeReplacesTheProgramAndKeepsSettingsAndToken() throws Exception {
        install(jar);
        var token = Files.readString(root.resolve(ETC + "admin-token"));
        Files.writeString(root.resolve(ETC + "environment"), "KAKUREMICHI_DRAIN_DURATION=1s\n");
        Files.writeString(jar.resolve("quarkus-run.jar"), "second");

        var said = install(jar);

        assertThat(said).startsWith("Installed");
        assertThat(root.resolve(LIB + "current/quarkus-app/quarkus-run.jar")).hasContent("second");
        try (var releases = Files.list(root.resolve(LIB + "releases"))) {
            assertThat(releases).hasSize(1);
        }
        assertThat(root.resolve(ETC + "environment")).hasContent("KAKUREMICHI_DRAIN_DURATION=1s\n");
        assertThat(root.resolve(ETC + "admin-token")).hasContent(token);
    }

    @Test
    void interruptedUpgradeIsMadeGoodByTheNextRun() throws Exception {
        install(jar);
        Files.createFile(root.resolve(LIB + "restart-needed"));

        var said = install(jar);

        assertThat(said).startsWith("Installed");
        assertThat(root.resolve(LIB + "restart-needed")).doesNotExist();
    }

    @Test
    void binaryTakesTheJarsPlaceAndBack() throws Exception {
        install(jar);
        install(binary);
        assertThat(root.resolve(LIB + "current/kakuremichi-control")).hasSameTextualContentAs(binary);
        assertThat(root.resolve(NATIVE)).exists();

        install(jar);

        assertThat(root.resolve(LIB + "current/quarkus-app/quarkus-run.jar")).exists();
        assertThat(root.resolve(NATIVE)).doesNotExist();
    }

    @Test
    void uninstallKeepsSettingsAndDataUnlessPurged() throws Exception {
        install(jar);
        Files.createDirectories(root.resolve("var/lib/kakuremichi-control/pgdata"));

        run("--uninstall", "--root", root.toString());
        assertThat(root.resolve(UNIT)).doesNotExist();
        assertThat(root.resolve(LIB)).doesNotExist();
        assertThat(root.resolve(ETC + "admin-token")).exists();
        assertThat(root.resolve("var/lib/kakuremichi-control/pgdata")).exists();

        run("--uninstall", "--purge", "--root", root.toString());
        try (var left = Files.walk(root)) {
            assertThat(left.filter(path -> !Files.isDirectory(path))).isEmpty();
        }
        assertThat(root.resolve("var/lib/kakuremichi-control")).doesNotExist();
    }

    @Test
    void refusesWhatIsNoProgram() throws Exception {
        var process = start(
                DeployFiles.path("systemd/install.sh"),
                List.of(directory.resolve("missing").toString(), "--root", root.toString()));

        assertThat(output(process)).contains("is neither a program nor a directory");
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(root).doesNotExist();
    }

    private Path inRoot(String path) {
        return root.resolve(path.substring(1));
    }

    private String install(Path program) throws Exception {
        return run(program.toString(), "--root", root.toString());
    }

    private static String run(String... arguments) throws Exception {
        return run(DeployFiles.path("systemd/install.sh"), List.of(arguments));
    }

    private static String run(Path script, List<String> arguments) throws Exception {
        var process = start(script, arguments);
        var said = output(process);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static Process start(Path script, List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of("sh", script.toString()));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String output(Process process) throws IOException {
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Every file with the time when it was written. */
    private Map<String, FileTime> files() throws IOException {
        var files = new TreeMap<String, FileTime>();
        try (var paths = Files.walk(root)) {
            for (var path : paths.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                files.put(root.relativize(path).toString(), Files.getLastModifiedTime(path));
            }
        }
        return files;
    }
}
