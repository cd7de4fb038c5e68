package io.kakuremichi.control.deploy;

import static java.util.function.Predicate.not;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Dockerfile, as far as tests need to understand it. */
record ImageFile(List<Instruction> instructions) {
    /** One instruction: its keyword, its options ({@code --from=…}), the rest. */
    record Instruction(String keyword, List<String> options, List<String> arguments) {
        boolean copiesFromContext() {
            return keyword.equals("COPY") && options.stream().noneMatch(option -> option.startsWith("--from="));
        }
    }

    static ImageFile read(Path file) throws IOException {
        var text = Files.readString(file).replaceAll("(?m)^\\s*#.*\\R", "").replaceAll("\\\\\\R", " ");
        return new ImageFile(text.lines()
                .filter(not(String::isBlank))
                .map(ImageFile::instruction)
                .toList());
    }

    private static Instruction instruction(String line) {
        var words = new ArrayList<>(Arrays.asList(line.strip().split("\\s+")));
        var keyword = words.removeFirst();
        var options = new ArrayList<String>();
        while (!words.isEmpty() && words.getFirst().startsWith("--")) {
            options.add(words.removeFirst());
        }
        return new Instruction(keyword, options, words);
    }

    List<Instruction> all(String keyword) {
        return instructions.stream()
                .filter(instruction -> instruction.keyword().equals(keyword))
                .toList();
    }

    /** What the last one says, which is the image's. */
    String last(String keyword) {
        return String.join(" ", all(keyword).getLast().arguments());
    }

    /** The images that it is built on, with the values of its ARGs, without its own stages. */
    List<String> images() {
        Map<String, String> values = new HashMap<>();
        all("ARG").forEach(arg -> {
            var value = arg.arguments().getFirst().split("=", 2);
            values.put("${" + value[0] + "}", value[1]);
        });
        var stages = all("FROM").stream()
                .map(Instruction::arguments)
                .filter(words -> words.size() == 3)
                .map(List::getLast)
                .toList();
        return all("FROM").stream()
                .map(from -> from.arguments().getFirst())
                .filter(not(stages::contains))
                .map(image -> values.entrySet().stream()
                        .reduce(
                                image,
                                (text, value) -> text.replace(value.getKey(), value.getValue()),
                                (one, other) -> other))
                .toList();
    }
}
