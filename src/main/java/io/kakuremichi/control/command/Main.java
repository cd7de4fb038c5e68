package io.kakuremichi.control.command;

import io.kakuremichi.control.backup.UpgradeBackup;
import io.kakuremichi.control.boot.ControlServer;
import io.kakuremichi.control.command.output.Shell;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Locale;

/** The entry point of jar, binary and dev mode. */
@QuarkusMain
public final class Main {
    private static final String POLLER_MODE = "jdk.pollerMode";

    /** Not private: the framework takes it for a bean. */
    Main() {}

    /** Runs the server without arguments, and does not load the command line in that case. */
    public static void main(String... args) {
        // Of the whole process, libraries included: numbers in settings, SQL and messages have the same digits on
        // every machine.
        Locale.setDefault(Locale.ROOT);
        chooseSocketPoller();
        var exitCode =
                args.length == 0 ? ControlServer.run(UpgradeBackup::take) : CommandTree.run(Shell.ofProcess(), args);
        if (!ControlServer.isDevMode()) {
            System.exit(exitCode);
        }
    }

    /**
     * In a native image, the poller that runs on virtual threads may lose a wake-up: a virtual thread's read then never returns although
     * data has arrived (oracle/graal#13787). In mode 1 of the JDK, platform threads poll. The JDK reads the mode with the first socket.
     */
    private static void chooseSocketPoller() {
        if (ImageMode.current() == ImageMode.NATIVE_RUN && System.getProperty(POLLER_MODE) == null) {
            System.setProperty(POLLER_MODE, "1");
        }
    }
}
