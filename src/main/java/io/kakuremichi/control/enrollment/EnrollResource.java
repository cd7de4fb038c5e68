package io.kakuremichi.control.enrollment;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.access.UnauthenticatedCalls;
import io.kakuremichi.control.credential.BearerToken;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.http.ClientAddresses;
import io.kakuremichi.control.http.ClientCertificate;
import io.kakuremichi.control.http.ErrorBody;
import io.kakuremichi.control.rest.Idempotency;
import io.kakuremichi.control.rest.Ids;
import io.kakuremichi.control.rest.ReplayableResponse;
import io.kakuremichi.control.telemetry.AuthenticationMetrics;
import io.kakuremichi.control.telemetry.AuthenticationMetrics.Outcome;
import io.kakuremichi.control.telemetry.AuthenticationMetrics.Via;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** {@code /api/enroll} ({@code enrollment.md}). Its callers have no identity: the enrollment key permits this call and no other. */
@Path("/api/enroll")
@Tag(name = "enrollment")
@Produces(MediaType.APPLICATION_JSON)
class EnrollResource {
    private final Enrollments enrollments;
    private final EnrollmentAnswers answers;
    private final Idempotency idempotency;
    private final ClientAddresses addresses;
    private final PublicUrl publicUrl;
    private final EnrollmentMetrics metrics;
    private final AuthenticationMetrics authentications;
    private final CurrentVertxRequest request;

    EnrollResource(
            Enrollments enrollments,
            EnrollmentAnswers answers,
            Idempotency idempotency,
            ClientAddresses addresses,
            PublicUrl publicUrl,
            EnrollmentMetrics metrics,
            AuthenticationMetrics authentications,
            CurrentVertxRequest request) {
        this.enrollments = enrollments;
        this.answers = answers;
        this.idempotency = idempotency;
        this.addresses = addresses;
        this.publicUrl = publicUrl;
        this.metrics = metrics;
        this.authentications = authentications;
        this.request = request;
    }

    @Operation(
            operationId = "enrollClient",
            summary = "Enroll as an agent or a gateway",
            description =
                    "Creates a client of the type of the enrollment key, which is the bearer token of this call and permits no other. A"
                            + " client without a name gets one that begins with the name of the key. A call that is repeated with the same"
                            + " `Idempotency-Key` costs no second use; it is answered until the enrollment key expires or is revoked. A key of"
                            + " another `type` than the requested one is refused like one that is not valid.")
    @SecurityRequirement(name = "enrollmentKey")
    @APIResponseSchema(
            value = Enrolled.class,
            responseCode = "201",
            responseDescription = "What the client needs to connect; its API key is shown only in this response")
    @APIResponse(responseCode = "401", ref = "NotEnrolled")
    @APIResponse(responseCode = "409", ref = "EnrollmentConflict")
    @POST
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    @Transactional
    public Response enroll(@NotNull(message = "is required") @Valid EnrollRequest body, @Context HttpHeaders headers) {
        var call = request.getCurrent();
        var key = key(call);
        var enrollee = new Enrollee(
                Optional.ofNullable(body.type()).flatMap(ClientType::named).orElse(null),
                ClientCertificate.isShown(call.request()),
                addresses.of(call.request()).host());
        // A repeated call does not reach the check of the enrollment itself.
        enrollments.checkRepeatable(key);
        // The stored answer is found and opened only with the same enrollment key.
        var response = idempotency.onceWhile(
                this::isCurrent,
                headers,
                "POST /api/enroll " + key.value(),
                body,
                () -> enroll(key, body, enrollee, call));
        if (Idempotency.isReplay(response)) {
            created(response).ifPresent(client -> enrollments.repeated(key, client, enrollee));
        }
        metrics.accepted();
        return response;
    }

    /** Whether the client of a stored answer can still connect with it. */
    private boolean isCurrent(JsonNode answer) {
        return answers.isCurrent(new EnrollmentAnswer(
                UUID.fromString(answer.path("id").asText()),
                ClientType.named(answer.path("type").asText()).orElseThrow(),
                new Secret(answer.path("apiKey").asText())));
    }

    /** The authentication filter has checked its form. */
    private static Secret key(RoutingContext call) {
        return BearerToken.parse(call.request().getHeader(HttpHeaders.AUTHORIZATION))
                .orElseThrow();
    }

    private ReplayableResponse enroll(Secret key, EnrollRequest body, Enrollee enrollee, RoutingContext call) {
        var client = enrollments.enroll(key, body, enrollee);
        return ReplayableResponse.created(
                "/api/" + client.type().wireName() + "s/" + client.id(),
                client.version(),
                new Enrolled(
                        client.id(),
                        client.type().wireName(),
                        client.name(),
                        client.apiKey().value(),
                        publicUrl.ofSockets(call.request())));
    }

    /** The id of the client in the path of a created resource. */
    private static Optional<UUID> created(Response response) {
        var location = response.getLocation();
        return location == null
                ? Optional.empty()
                : Ids.parse(location.getPath().replaceFirst("^.*/", ""));
    }

    @ServerExceptionMapper
    Response refused(EnrollmentRefusedException refusal) {
        enrollments.refused(refusal, addresses.of(request.getCurrent().request()));
        var message = String.valueOf(refusal.getMessage());
        return switch (refusal.reason()) {
            case UNKNOWN, USED_UP, EXPIRED, REVOKED, WRONG_TYPE -> {
                authentications.count(Via.REST, Outcome.REFUSED);
                yield UnauthenticatedCalls.unauthorized(UnauthenticatedCalls.NO_ENROLLMENT_KEY);
            }
            case CERTIFICATE_MISSING -> ErrorBody.response(ApiErrorCode.FORBIDDEN, message, Map.of());
            case NAME_TAKEN, PUBLIC_KEY_TAKEN -> ErrorBody.response(ApiErrorCode.DUPLICATE, message, Map.of());
            case POOL_EXHAUSTED -> ErrorBody.response(ApiErrorCode.POOL_EXHAUSTED, message, Map.of());
            case PUBLIC_KEY_INVALID -> invalid("publicKey", message);
            case PUBLIC_IP_OF_AGENT -> invalid("publicIp", message);
        };
    }

    private static Response invalid(String field, String fault) {
        return ErrorBody.response(ApiErrorCode.VALIDATION_ERROR, "The request is not valid", Map.of(field, fault));
    }

    /**
     * The answer to an enrollment.
     *
     * @param url of the WebSocket
     */
    @RegisterForReflection
    record Enrolled(UUID id, String type, String name, String apiKey, String url) {
        @Override
        public String toString() {
            return "Enrolled[id=%s, apiKey=***]".formatted(id);
        }
    }
}
