package io.kakuremichi.control.embeddedpostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The server's settings: durable, on loopback only, and sized for a small machine. */
final class Settings {
    private Settings() {}

    /** Rewrites them at each start, so that an update of Control applies to existing directories as well. */
    static void write(Path cluster, int port) throws IOException {
        Path file = cluster.resolve("postgresql.conf");
        String settings = """
                # Written by Control at each start.
                listen_addresses = '127.0.0.1'
                port = %s
                unix_socket_directories = ''
                max_connections = 100
                password_encryption = 'scram-sha-256'

                fsync = on
                synchronous_commit = on
                full_page_writes = on

                shared_buffers = 64MB
                max_wal_size = 256MB
                jit = off

                timezone = 'UTC'
                log_timezone = 'UTC'
                log_min_messages = warning
                log_checkpoints = off
                """.formatted(port);
        // A server that is started again needs no space for them.
        if (!Files.exists(file) || !Files.readString(file).equals(settings)) {
            WholeFile.write(file, settings);
        }
    }
}
