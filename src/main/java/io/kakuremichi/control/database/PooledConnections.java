package io.kakuremichi.control.database;

import io.agroal.api.AgroalPoolInterceptor;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;

/** Applies {@link ConnectionSettings} to each connection that the pool opens. Found by the pool as a bean. */
@Singleton
class PooledConnections implements AgroalPoolInterceptor {
    @Override
    public void onConnectionCreate(Connection connection) {
        try {
            ConnectionSettings.apply(connection);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }
}
