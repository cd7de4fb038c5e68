package io.kakuremichi.control.command;

import io.kakuremichi.control.platform.Server;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The entry point of jar, binary and dev mode. */
@QuarkusMain
public final class Main {
    /** Not private: the framework takes it for a bean. */
    Main() {}

    /** Without arguments, the server; the command line is not even loaded then. */
    public static void main(String... args) {
        var exitCode = args.length == 0 ? Server.run() : CommandTree.run(Shell.ofProcess(), args);
        if (!Server.isDevMode()) {
            System.exit(exitCode);
        }
    }
}
