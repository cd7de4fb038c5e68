package io.kakuremichi.control.overview;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.overview.TopologyPicture.PictureSide;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Reads the picture of the topology. */
@Singleton
class PictureReader {
    /** The most agents and gateways that are shown one by one. */
    static final int SINGLE_AGENTS = 60;

    static final int SINGLE_GATEWAYS = 16;
    private static final int SINGLE_TUNNELS = 300;
    private static final Duration LIFETIME = Duration.ofSeconds(1);

    private final AgroalDataSource dataSource;
    private final Recent<TopologyPicture> picture = new Recent<>(LIFETIME, this::readNow);

    PictureReader(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The picture, at most a second old. Blocks. */
    TopologyPicture read() {
        return picture.get();
    }

    private TopologyPicture readNow() throws SQLException {
        try (var connection = dataSource.getConnection()) {
            var size = PictureTable.size(connection);
            var agents = agents(connection, size.agents());
            var single = agents.groupedBy() == null && size.tunnels() <= SINGLE_TUNNELS;
            return new TopologyPicture(
                    size.at(),
                    gateways(connection, size.gateways()),
                    agents,
                    single ? PictureTable.tunnels(connection) : null);
        }
    }

    private static PictureSide agents(Connection connection, long total) throws SQLException {
        return total <= SINGLE_AGENTS
                ? new PictureSide(total, null, PictureTable.agents(connection))
                : NodeGroups.ofAgents(total, PictureTable.parts(connection));
    }

    private static PictureSide gateways(Connection connection, long total) throws SQLException {
        return total <= SINGLE_GATEWAYS
                ? new PictureSide(total, null, PictureTable.gateways(connection))
                : NodeGroups.ofRegions(total, PictureTable.regions(connection));
    }
}
