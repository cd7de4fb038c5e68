package io.kakuremichi.control.chaos;

import io.kakuremichi.control.chaos.Fault.Planned;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Makes faults happen, one at a time, and takes them away again. */
final class Faults {
    private final Site site;
    private final Tally tally;

    Faults(Site site, Tally tally) {
        this.site = site;
        this.tally = tally;
    }

    /** Causes the fault; returns when it has ended and every replica is running. */
    void happen(Planned planned) throws IOException, InterruptedException {
        tally.count("fault " + planned.fault());
        var replica = site.replicas().get(planned.replica());
        switch (planned.fault()) {
            case KILL -> {
                replica.process().kill();
                hold(planned);
                replica.start();
            }
            case STALL, STALL_BEYOND_THE_LEASE -> {
                signal("STOP", replica);
                hold(planned);
                signal("CONT", replica);
            }
            case CUT_FROM_DATABASE_ONCE -> replica.toDatabase.cutOnce();
            case CUT_FROM_DATABASE -> {
                replica.toDatabase.cut();
                hold(planned);
                replica.toDatabase.restore();
            }
            case FREEZE_DATABASE, FREEZE_DATABASE_BEYOND_THE_LEASE -> {
                replica.toDatabase.freeze();
                hold(planned);
                replica.toDatabase.restore();
            }
            case FREEZE_CLIENTS -> {
                replica.fromClients.freeze();
                hold(planned);
                replica.fromClients.restore();
            }
            case CUT_CLIENTS -> replica.fromClients.cutOnce();
            case ROLLING_RESTART -> {
                replica.process().stop();
                replica.start();
            }
            case RESTART_DATABASE -> site.restartDatabase();
        }
        for (var each : site.replicas()) {
            if (!each.process().isAlive()) {
                tally.violated(Violation.Kind.STUCK, each.name + " ended by itself: " + tail(each));
                each.start();
            }
        }
    }

    private static void hold(Planned planned) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(planned.held().toMillis());
    }

    private static void signal(String name, Site.Replica replica) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(replica.process().pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    private static String tail(Site.Replica replica) {
        var log = replica.process().log();
        return log.substring(Math.max(0, log.length() - 2_000));
    }
}
