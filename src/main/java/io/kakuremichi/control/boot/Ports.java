package io.kakuremichi.control.boot;

import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** The ports of the server: checked before the database starts, because the framework opens them last. */
final class Ports {
    /**
     * A port that the framework will open.
     *
     * @param setting its variable
     * @param hostSetting the variable of its address
     */
    private record Port(String setting, int number, String hostSetting, String host) {}

    private Ports() {}

    /**
     * @param tls whether the public port has a certificate
     * @throws IllegalStateException with one sentence that names the setting and the port
     */
    static void check(SmallRyeConfig config, boolean tls) {
        var ports = ports(config, tls);
        for (var i = 0; i < ports.size(); i++) {
            for (var other : ports.subList(0, i)) {
                if (ports.get(i).number() != 0 && ports.get(i).number() == other.number()) {
                    throw new IllegalStateException("%s and %s are both %s"
                            .formatted(other.setting(), ports.get(i).setting(), other.number()));
                }
            }
        }
        ports.forEach(Ports::tryOut);
    }

    private static List<Port> ports(SmallRyeConfig config, boolean tls) {
        var ports = new ArrayList<Port>();
        if (!text(config, "quarkus.http.insecure-requests", "enabled").equals("disabled")) {
            ports.add(port(config, "quarkus.http.port", "3001", "quarkus.http.host"));
        }
        if (tls) {
            ports.add(port(config, "quarkus.http.ssl-port", "3443", "quarkus.http.host"));
        }
        ports.add(port(config, "quarkus.management.port", "9000", "quarkus.management.host"));
        return ports;
    }

    private static Port port(SmallRyeConfig config, String property, String preset, String host) {
        return new Port(
                SettingRule.variable(property),
                Integer.parseInt(text(config, property, preset)),
                SettingRule.variable(host),
                text(config, host, "0.0.0.0"));
    }

    private static String text(SmallRyeConfig config, String property, String preset) {
        return config.getOptionalValue(property, String.class).orElse(preset);
    }

    /** Another process may still take the port afterwards; then the framework reports it. */
    private static void tryOut(Port port) {
        var address = new InetSocketAddress(port.host(), port.number());
        if (address.isUnresolved()) {
            throw new IllegalStateException(
                    "%s is \"%s\", which is no address of this machine".formatted(port.hostSetting(), port.host()));
        }
        try (var socket = new ServerSocket()) {
            socket.bind(address);
        } catch (IOException e) {
            throw new IllegalStateException(reason(port, String.valueOf(e.getMessage())), e);
        }
    }

    private static String reason(Port port, String message) {
        if (message.contains("in use")) {
            return "port %s is in use by another process: stop it, or set %s to another port"
                    .formatted(port.number(), port.setting());
        }
        if (message.contains("assign requested address")) {
            return "%s is \"%s\", which is no address of this machine".formatted(port.hostSetting(), port.host());
        }
        return "port %s (%s) can't be opened: %s".formatted(port.number(), port.setting(), message);
    }
}
