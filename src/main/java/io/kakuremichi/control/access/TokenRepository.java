package io.kakuremichi.control.access;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.util.UUID;

/** The stored tokens, for REST. {@link TokenTable} authenticates with them. */
@Singleton
class TokenRepository implements PanacheRepositoryBase<Token, UUID> {}
