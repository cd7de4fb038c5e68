package io.kakuremichi.control.command;

import io.kakuremichi.control.command.output.ExitCode;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.TestDatabase;

/** What tests of commands share: a shell for a Control that runs, and things to act on. */
abstract class RunningCommands {
    final ControlApi control = ControlApi.ofTest();
    final TestShell shell = TestShell.of(control, TestDatabase.ADMIN_TOKEN);

    String agent() {
        var name = ControlApi.uniqueName("agent");
        shell.run("agent", "create", name).done();
        return name;
    }

    String refusal(String... arguments) {
        return shell.run(arguments).ended(ExitCode.REFUSED).err();
    }

    String tunnel(String agent) {
        var domain = ControlApi.uniqueDomain();
        shell.run("tunnel", "create", domain, "--agent", agent, "--target", "localhost:8080")
                .done();
        return domain;
    }
}
