package io.kakuremichi.control.gateway;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.util.UUID;

/** The stored gateways. */
@Singleton
class GatewayRepository implements PanacheRepositoryBase<Gateway, UUID> {}
