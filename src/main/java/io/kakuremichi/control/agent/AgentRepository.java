package io.kakuremichi.control.agent;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.util.UUID;

/** The stored agents. */
@Singleton
class AgentRepository implements PanacheRepositoryBase<Agent, UUID> {}
