package io.kakuremichi.control.access;

import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.rest.ApiException;
import io.kakuremichi.control.rest.Audited;
import io.kakuremichi.control.rest.DeletedBody;
import io.kakuremichi.control.rest.FieldRules;
import io.kakuremichi.control.rest.Idempotency;
import io.kakuremichi.control.rest.PageRequest;
import io.kakuremichi.control.rest.ReplayableResponse;
import io.kakuremichi.control.rest.Versions;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** {@code /api/tokens} ({@code rest.md}). */
@Path("/api/tokens")
@Tag(name = "tokens")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@Audited
class TokenResource {
    private static final String ROLE_FAULT = "must be admin, operator or viewer";

    private final TokenRepository tokens;
    private final Idempotency idempotency;

    TokenResource(TokenRepository tokens, Idempotency idempotency) {
        this.tokens = tokens;
        this.idempotency = idempotency;
    }

    @Operation(operationId = "createToken", summary = "Create a token")
    @APIResponseSchema(
            value = TokenView.class,
            responseCode = "201",
            responseDescription = "The token with its secret, which is shown only in this response")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Transactional
    public Response create(@NotNull(message = "is required") @Valid NewToken body, @Context HttpHeaders headers) {
        return idempotency.once(headers, "POST /api/tokens", body, () -> create(body));
    }

    private ReplayableResponse create(NewToken body) {
        if (body.expiresAt() != null && !body.expiresAt().isAfter(Instant.now())) {
            throw ApiException.invalid("expiresAt", "must be in the future");
        }
        if (Caller.RESERVED.contains(body.name())) {
            throw taken(body.name());
        }
        var secret = Secret.newToken();
        var token = new Token();
        token.assignId();
        token.name = body.name();
        token.role = body.role();
        token.prefix = secret.prefix();
        token.tokenHash = secret.hash().hex();
        token.expiresAt = body.expiresAt();
        tokens.persist(token);
        flush(token.name);
        return ReplayableResponse.created("/api/tokens/" + token.id, token.version, TokenView.of(token, secret));
    }

    @Operation(
            operationId = "listTokens",
            summary = "List tokens",
            description = "In order of creation, without the static admin token.")
    @GET
    @Transactional
    public TokenList list(@BeanParam PageRequest page) {
        var rows = tokens.find("id > ?1 ORDER BY id", page.after())
                .range(0, page.rows() - 1)
                .list();
        var items = page.page(rows, token -> token.id);
        return new TokenList(items.items().stream().map(TokenView::of).toList(), tokens.count(), items.nextCursor());
    }

    @Operation(operationId = "getToken", summary = "Show a token")
    @APIResponseSchema(value = TokenView.class, responseCode = "200", responseDescription = "The token")
    @GET
    @Path("/{id}")
    @Transactional
    public Response get(@PathParam("id") UUID id) {
        var token = tokens.findByIdOptional(id).orElseThrow(() -> ApiException.notFound("token"));
        return Response.ok(TokenView.of(token)).tag(Versions.tag(token.version)).build();
    }

    @Operation(
            operationId = "revokeToken",
            summary = "Revoke a token",
            description = "The token stops working at once on all replicas.")
    @DELETE
    @Path("/{id}")
    @Transactional
    public DeletedBody revoke(@PathParam("id") UUID id, @Context HttpHeaders headers) {
        var token = tokens.findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
                .orElseThrow(() -> ApiException.notFound("token"));
        Versions.check(headers, token.version);
        tokens.delete(token);
        return new DeletedBody("Token revoked");
    }

    private void flush(String name) {
        try {
            tokens.flush();
        } catch (ConstraintViolationException e) {
            if ("tokens_name_unique".equals(e.getConstraintName())) {
                throw taken(name);
            }
            throw e;
        }
    }

    private static ApiException taken(String name) {
        return new ApiException(
                ApiErrorCode.DUPLICATE, "A token named " + name + " exists already, or the name is reserved");
    }

    /** The body of a creation. */
    @RegisterForReflection
    record NewToken(
            @NotNull(message = FieldRules.NAME_FAULT) @Pattern(regexp = FieldRules.NAME, message = FieldRules.NAME_FAULT) String name,

            @NotNull(message = ROLE_FAULT) @Pattern(regexp = "admin|operator|viewer", message = ROLE_FAULT) String role,

            @Nullable Instant expiresAt) {}

    /** A page of tokens. */
    @RegisterForReflection
    record TokenList(
            List<TokenView> tokens, long total, @Nullable String nextCursor) {}
}
