package io.kakuremichi.control.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A machine that does what the samples of {@code enrollment.md} say, in a directory that takes the place of its root. What it would start
 * is a script that writes down how it was called.
 */
public final class SampleMachine {
    private static final Path PAGE = Path.of("src/docs/operators/enrollment.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(yaml|sh)\n(.*?)^```$");
    private static final Pattern ABSOLUTE = Pattern.compile("(?<=^|[\\s\"'=])/(?=(?:etc|run)/)");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private final Path root;
    private final String url;
    private final String key;

    /** @param key an enrollment key */
    public SampleMachine(Path root, ControlProcess control, String key) throws IOException {
        this.root = root;
        this.url = control.api().base().toString();
        this.key = key;
        Files.createDirectories(root.resolve("etc/kakuremichi-agent"));
        Files.writeString(root.resolve("etc/machine-id"), "0123456789abcdef0123456789abcdef\n");
        program("kakuremichi-control", quoted(ControlProcess.command(List.of())) + " \"$@\"");
        program("systemctl", "echo \"$*\" >> '" + root.resolve("systemctl") + "'");
        program("your-agent", "echo \"$API_KEY $CONTROL_URL\" >> '" + root.resolve("your-agent") + "'");
    }

    private void program(String name, String line) throws IOException {
        var file = Files.createDirectories(root.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static String quoted(List<String> words) {
        return "'" + String.join("' '", words) + "'";
    }

    /** Boots for the first time. */
    public void bootsWithCloudInit() throws IOException, InterruptedException {
        var config = YAML.readTree(block("yaml", "#cloud-config"));
        for (var file : config.path("write_files")) {
            var path = Files.writeString(
                    Path.of(here(file.path("path").asText())),
                    here(file.path("content").asText()));
            if (!file.path("permissions").asText().equals("0600")) {
                throw new AssertionError(path + " can be read by others");
            }
        }
        for (var command : config.path("runcmd")) {
            run(Map.of(), List.of("sh", "-c", here(command.asText())));
        }
    }

    /** Whether programs of these names are installed. */
    public static boolean has(String... programs) {
        var directories = System.getenv("PATH").split(":");
        return Stream.of(programs).allMatch(program -> Stream.of(directories)
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program))));
    }

    /** Enrolls without the program. */
    public void enrollsWithCurl() throws IOException, InterruptedException {
        Files.writeString(root.resolve("etc/kakuremichi-agent/enrollment-key"), key);
        var script = "cd " + root.resolve("etc/kakuremichi-agent") + "\n" + here(block("sh", "curl"));
        run(Map.of(), List.of("sh", "-c", script));
    }

    /** Starts the containers of the pod one after the other. */
    public void startsAsPod(String uid) throws IOException, InterruptedException {
        Files.createDirectories(root.resolve("etc/enrollment"));
        Files.writeString(root.resolve("etc/enrollment/key"), key);
        Files.createDirectories(root.resolve("run/agent"));
        JsonNode pod;
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(block("yaml", "apiVersion"))) {
            pod = documents.readAll().getLast().at("/spec/template/spec");
        }
        var init = pod.at("/initContainers/0");
        var environment = new HashMap<String, String>();
        init.path("env")
                .forEach(variable -> environment.put(
                        variable.path("name").asText(),
                        here(variable.path("value").asText(uid))));
        var command =
                new ArrayList<>(List.of(root.resolve("bin/kakuremichi-control").toString()));
        texts(init.path("args"))
                .map(argument -> argument.replace("$(POD_UID)", uid))
                .forEach(command::add);
        run(environment, command);
        run(Map.of(), texts(pod.at("/containers/0/command")).toList());
    }

    /** The API key that the machine has. */
    public String apiKey() throws IOException {
        return Files.readString(environment()).replaceFirst("(?s)^API_KEY=(\\S+)\nCONTROL_URL=ws://\\S+/ws\n$", "$1");
    }

    /** The file that its agent reads. */
    public Path environment() {
        return root.resolve("etc/kakuremichi-agent/environment");
    }

    /** How a program of that name was called last; what it printed of its environment. */
    public String called(String program) throws IOException {
        return Files.readAllLines(root.resolve(program)).getLast();
    }

    private Stream<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).map(this::here);
    }

    /** The block of the page that begins so. */
    private static String block(String language, String begin) throws IOException {
        return BLOCK.matcher(Files.readString(PAGE))
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .filter(text -> text.startsWith(begin))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no sample begins with " + begin));
    }

    private String here(String text) {
        return ABSOLUTE.matcher(text)
                .replaceAll(Matcher.quoteReplacement(root + "/"))
                .replace("https://control.example", url)
                .replace("enr_…", key);
    }

    private void run(Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
        var output = Files.createTempFile("sample", ".out");
        var builder = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("KAKUREMICHI_"));
        builder.environment().putAll(environment);
        builder.environment().merge("PATH", root.resolve("bin").toString(), (path, ours) -> ours + ":" + path);
        var process = builder.start();
        if (!process.waitFor(90, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError("the sample does not end: " + Files.readString(output));
        }
        if (process.exitValue() != 0) {
            throw new AssertionError("the sample ended with " + process.exitValue() + ": " + Files.readString(output));
        }
    }
}
