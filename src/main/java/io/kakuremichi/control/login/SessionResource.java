package io.kakuremichi.control.login;

import io.kakuremichi.control.access.Caller;
import io.kakuremichi.control.access.Credential;
import io.kakuremichi.control.access.CurrentCaller;
import io.kakuremichi.control.access.OwnTokens;
import io.kakuremichi.control.access.Roles;
import io.kakuremichi.control.access.UnauthenticatedCalls;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.rest.ApiException;
import io.kakuremichi.control.rest.Audited;
import io.kakuremichi.control.rest.DeletedBody;
import io.kakuremichi.control.telemetry.AuthenticationMetrics;
import io.kakuremichi.control.telemetry.AuthenticationMetrics.Outcome;
import io.kakuremichi.control.telemetry.AuthenticationMetrics.Via;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/session}: how the console logs in and out. */
@Path("/api/session")
@Tag(name = "session")
@Produces(MediaType.APPLICATION_JSON)
@Audited
class SessionResource {
    private static final int LONGEST_TOKEN = 4_096;

    private final OwnTokens tokens;
    private final ConsoleSessions sessions;
    private final SessionCookie cookie;
    private final UnauthenticatedCalls unauthenticated;
    private final AuthenticationMetrics authentications;
    private final CurrentVertxRequest request;
    private final boolean enabled;

    SessionResource(
            OwnTokens tokens,
            ConsoleSessions sessions,
            SessionCookie cookie,
            UnauthenticatedCalls unauthenticated,
            AuthenticationMetrics authentications,
            CurrentVertxRequest request,
            ControlConfig config) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.cookie = cookie;
        this.unauthenticated = unauthenticated;
        this.authentications = authentications;
        this.request = request;
        this.enabled = config.console().enabled();
    }

    @Operation(
            operationId = "beginSession",
            summary = "Begin a session of the console",
            description =
                    "Needs no other credentials than the token in the body, which is one of Control's, not one of an OIDC issuer. The"
                            + " cookie in the response authenticates calls as the token does, with the role that the token has at each"
                            + " call. The session ends with its token, by `endSession`, or after 12 hours. A token has at most 20"
                            + " sessions; a further one ends the oldest.")
    @APIResponseSchema(value = SessionView.class, responseCode = "200", responseDescription = "The session")
    @APIResponse(responseCode = "404", ref = "ConsoleOff")
    @POST
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    @Transactional
    public Response begin(@NotNull(message = "is required") @Valid NewSession body) throws SQLException {
        checkEnabled();
        var call = request.getCurrent();
        var owner = tokens.owner(new Secret(body.token()));
        if (owner.isEmpty()) {
            return unauthenticated.refuse(call, "The token is not valid");
        }
        // Throws, so that the transaction is rolled back, which the database has aborted.
        var begun = sessions.begin(owner.get())
                .orElseThrow(() -> new ApiException(ApiErrorCode.UNAUTHORIZED, "The token is not valid"));
        authentications.count(Via.REST, Outcome.ACCEPTED);
        // For the audit.
        QuarkusHttpUser.setIdentity(begun.caller().identity(), call);
        return Response.ok(SessionView.of(begun.caller()))
                .header(HttpHeaders.SET_COOKIE, cookie.set(call.request(), begun.id(), begun.life()))
                .build();
    }

    @Operation(
            operationId = "getSession",
            summary = "Show who the caller is",
            description = "By whatever the call is authenticated: the cookie of a session, or a bearer token.")
    @APIResponseSchema(value = SessionView.class, responseCode = "200", responseDescription = "The caller")
    @APIResponse(responseCode = "404", ref = "ConsoleOff")
    @GET
    @RolesAllowed(Roles.VIEWER)
    public SessionView get() {
        checkEnabled();
        return SessionView.of(caller());
    }

    @Operation(
            operationId = "endSession",
            summary = "End the session of the console",
            description =
                    "The cookie stops working at once on all replicas. Calls with a bearer token have no session to end: 404.")
    @APIResponseSchema(value = DeletedBody.class, responseCode = "200", responseDescription = "The session has ended")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @DELETE
    @RolesAllowed(Roles.VIEWER)
    @Transactional
    public Response end() throws SQLException {
        checkEnabled();
        if (!(caller().credential() instanceof Credential.ConsoleSession session)) {
            throw ApiException.notFound("session");
        }
        sessions.end(session);
        return Response.ok(new DeletedBody("Session ended"))
                .header(
                        HttpHeaders.SET_COOKIE,
                        cookie.clear(request.getCurrent().request()))
                .build();
    }

    private Caller caller() {
        return Objects.requireNonNull(CurrentCaller.of(request.getCurrent()));
    }

    private void checkEnabled() {
        if (!enabled) {
            throw new ApiException(ApiErrorCode.NOT_FOUND, "The console is switched off");
        }
    }

    /** The body of a login. */
    @RegisterForReflection
    record NewSession(
            @NotNull(message = "is required") @Size(min = 1, max = LONGEST_TOKEN, message = "must be 1 to 4096 characters") String token) {
        @Override
        public String toString() {
            return "NewSession[***]";
        }
    }
}
