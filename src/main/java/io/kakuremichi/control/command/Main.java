package io.kakuremichi.control.command;

import io.kakuremichi.control.boot.ControlServer;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The entry point of jar, binary and dev mode. */
@QuarkusMain
public final class Main {
    /** Not private: the framework takes it for a bean. */
    Main() {}

    /** Without arguments, the server; the command line is not even loaded then. */
    public static void main(String... args) {
        var exitCode = args.length == 0 ? ControlServer.run() : CommandTree.run(Shell.ofProcess(), args);
        if (!ControlServer.isDevMode()) {
            System.exit(exitCode);
        }
    }
}
