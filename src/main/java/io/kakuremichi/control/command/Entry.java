package io.kakuremichi.control.command;

import io.kakuremichi.control.backup.Restore;
import io.kakuremichi.control.platform.Main;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** The entry point of jar, binary and dev mode: {@code restore} is a command, everything else is a start. */
@QuarkusMain
public final class Entry {
    private static final int USAGE = 2;

    /** Not private: the framework takes it for a bean. */
    Entry() {}

    /** Runs the command that the arguments name. */
    public static void main(String... args) {
        if (args.length > 0 && args[0].equals("restore")) {
            System.exit(restore(List.of(args).subList(1, args.length)));
        }
        Main.main(args);
    }

    private static int restore(List<String> args) {
        var files = new ArrayList<>(args);
        var options = EnumSet.noneOf(Restore.Option.class);
        if (files.remove("--force")) {
            options.add(Restore.Option.FORCE);
        }
        if (files.remove("--without-key")) {
            options.add(Restore.Option.WITHOUT_KEY);
        }
        if (files.size() != 1) {
            System.err.println("usage: kakuremichi-control restore FILE [--force] [--without-key]");
            return USAGE;
        }
        return Restore.run(Path.of(files.getFirst()), options, System.out, System.err);
    }
}
