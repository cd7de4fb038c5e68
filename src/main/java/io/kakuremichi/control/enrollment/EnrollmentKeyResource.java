package io.kakuremichi.control.enrollment;

import io.kakuremichi.control.access.CurrentCaller;
import io.kakuremichi.control.access.Roles;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.rest.ApiException;
import io.kakuremichi.control.rest.Audited;
import io.kakuremichi.control.rest.DeletedBody;
import io.kakuremichi.control.rest.Idempotency;
import io.kakuremichi.control.rest.Metadata;
import io.kakuremichi.control.rest.PageRequest;
import io.kakuremichi.control.rest.ReplayableResponse;
import io.kakuremichi.control.rest.Versions;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
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
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** {@code /api/enrollment-keys} ({@code rest.md}). */
@Path("/api/enrollment-keys")
@Tag(name = "enrollment")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@Audited
class EnrollmentKeyResource {
    private static final String PATH = "/api/enrollment-keys";

    private final EnrollmentKeyRepository keys;
    private final Idempotency idempotency;
    private final CurrentVertxRequest request;

    EnrollmentKeyResource(EnrollmentKeyRepository keys, Idempotency idempotency, CurrentVertxRequest request) {
        this.keys = keys;
        this.idempotency = idempotency;
        this.request = request;
    }

    @Operation(
            operationId = "createEnrollmentKey",
            summary = "Create an enrollment key",
            description =
                    "With the key, machines become agents or gateways by `enroll`. Without further fields it permits one enrollment"
                            + " within 24 hours.")
    @APIResponseSchema(
            value = EnrollmentKeyView.class,
            responseCode = "201",
            responseDescription = "The key with its secret, which is shown only in this response")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Transactional
    public Response create(
            @NotNull(message = "is required") @Valid NewEnrollmentKey body, @Context HttpHeaders headers) {
        return idempotency.once(headers, "POST " + PATH, body, () -> create(body));
    }

    private ReplayableResponse create(NewEnrollmentKey body) {
        if (body.region() != null && !body.type().equals(ClientType.GATEWAY.wireName())) {
            throw ApiException.invalid("region", "only gateways have one");
        }
        var secret = Secret.newEnrollmentKey();
        var key = new EnrollmentKey();
        key.assignId();
        key.name = body.name();
        key.type = body.type();
        key.keyHash = secret.hash().hex();
        key.keyPrefix = secret.prefix();
        key.uses = body.usesOrUnlimited();
        key.expiresAt = body.expiry(Instant.now());
        key.region = body.region();
        key.metadata = Metadata.text(body.metadata());
        key.ephemeralAfterSeconds = body.ephemeralAfterSeconds();
        key.createdBy =
                Objects.requireNonNull(CurrentCaller.of(request.getCurrent())).name();
        keys.persist(key);
        flush(key.name);
        return ReplayableResponse.created(PATH + "/" + key.id, key.version, EnrollmentKeyView.of(key, secret));
    }

    @Operation(
            operationId = "listEnrollmentKeys",
            summary = "List enrollment keys",
            description = "In order of creation; also those that can no longer be used, until they are deleted.")
    @GET
    @Transactional
    public EnrollmentKeyList list(@BeanParam PageRequest page) {
        var rows = keys.find("id > ?1 ORDER BY id", page.after())
                .range(0, page.rows() - 1)
                .list();
        var items = page.page(rows, key -> key.id);
        return new EnrollmentKeyList(
                items.items().stream().map(EnrollmentKeyView::of).toList(), keys.count(), items.nextCursor());
    }

    @Operation(operationId = "getEnrollmentKey", summary = "Show an enrollment key")
    @APIResponseSchema(
            value = EnrollmentKeyView.class,
            responseCode = "200",
            responseDescription = "The key without its secret")
    @GET
    @Path("/{id}")
    @Transactional
    public Response get(@PathParam("id") UUID id) {
        var key = keys.findByIdOptional(id).orElseThrow(() -> ApiException.notFound("enrollment key"));
        return Response.ok(EnrollmentKeyView.of(key))
                .tag(Versions.tag(key.version))
                .build();
    }

    @Operation(
            operationId = "deleteEnrollmentKey",
            summary = "Revoke or delete an enrollment key",
            description =
                    "An active key is revoked: it stops working at once on all replicas, and stays in the list as `revoked`. A key that"
                            + " can no longer be used is deleted. Its clients stay in both cases.")
    @DELETE
    @Path("/{id}")
    @Transactional
    public DeletedBody delete(@PathParam("id") UUID id, @Context HttpHeaders headers) {
        var key = keys.findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
                .orElseThrow(() -> ApiException.notFound("enrollment key"));
        Versions.check(headers, key.version);
        if (key.state(Instant.now()) == EnrollmentKeyState.ACTIVE) {
            key.revokedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            return new DeletedBody("Enrollment key revoked");
        }
        keys.delete(key);
        return new DeletedBody("Enrollment key deleted");
    }

    private void flush(String name) {
        try {
            keys.flush();
        } catch (ConstraintViolationException e) {
            if ("enrollment_keys_name_unique".equals(e.getConstraintName())) {
                throw new ApiException(
                        ApiErrorCode.DUPLICATE,
                        "An enrollment key named " + name + " already exists and is not revoked");
            }
            throw e;
        }
    }

    /** A page of keys. */
    @RegisterForReflection
    record EnrollmentKeyList(
            List<EnrollmentKeyView> enrollmentKeys,
            long total,
            @Nullable String nextCursor) {}
}
