package io.kakuremichi.control.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a class of the benchmark is started as a process. */
final class JavaCommand {
    private JavaCommand() {}

    static List<String> of(Class<?> main, List<String> options, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        // Under Maven, the class path itself is only one jar that names the others.
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command;
    }
}
