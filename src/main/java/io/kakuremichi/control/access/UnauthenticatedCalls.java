package io.kakuremichi.control.access;

import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.http.ClientAddresses;
import io.kakuremichi.control.http.ErrorBody;
import io.kakuremichi.control.http.FailedAuthentications;
import io.kakuremichi.control.telemetry.AuthenticationMetrics;
import io.kakuremichi.control.telemetry.AuthenticationMetrics.Outcome;
import io.kakuremichi.control.telemetry.AuthenticationMetrics.Via;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Refuses REST calls without valid credentials, and counts each as a failed authentication of its address. Any thread. */
@Singleton
public class UnauthenticatedCalls {
    /** The one message for all enrollment keys that cannot be used; the audit has the reason. */
    public static final String NO_ENROLLMENT_KEY = "A valid enrollment key is required";

    private final ClientAddresses addresses;
    private final FailedAuthentications failures;
    private final Event<RefusedCall> refusals;
    private final AuthenticationMetrics authentications;

    UnauthenticatedCalls(
            ClientAddresses addresses,
            FailedAuthentications failures,
            Event<RefusedCall> refusals,
            AuthenticationMetrics authentications) {
        this.addresses = addresses;
        this.failures = failures;
        this.refusals = refusals;
        this.authentications = authentications;
    }

    /** Counts the call; returns its response. */
    public Response refuse(RoutingContext call, String message) {
        count(call);
        return unauthorized(message);
    }

    /** The response to a call without valid credentials, which is counted elsewhere. */
    public static Response unauthorized(String message) {
        return Response.fromResponse(ErrorBody.response(ApiErrorCode.UNAUTHORIZED, message, Map.of()))
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    /** Counts a call that is answered in another way than by {@link #refuse}. */
    public void count(RoutingContext call) {
        var client = addresses.of(call.request());
        failures.count(client);
        authentications.count(Via.REST, Outcome.REFUSED);
        refusals.fire(new RefusedCall(client.host()));
    }
}
