package io.kakuremichi.control.database;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Migrates in one transaction: if one of several migrations fails, the older program finds the schema that it knows. Migrations have
 * connections of their own, because one of much data answers later than the pool's socket timeout allows.
 */
@Singleton
class MigrationSettings implements FlywayConfigurationCustomizer {
    private final DirectConnections connections;

    MigrationSettings(DirectConnections connections) {
        this.connections = connections;
    }

    @Override
    public void customize(FluentConfiguration configuration) {
        configuration.group(true).dataSource(new MigrationSource(connections));
    }
}
