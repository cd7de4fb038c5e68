package io.kakuremichi.control.http;

import io.quarkus.security.AuthenticationException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests that failed outside REST, with an {@link ErrorBody}. Failures that an unauthenticated caller can cause are not
 * logged. Others are logged with the reference that the client gets, and without the query, which may contain an API key.
 */
@Singleton
class RequestFailures {
    private static final Logger LOG = Logger.getLogger(RequestFailures.class);

    private final PlainErrors errors;

    RequestFailures(PlainErrors errors) {
        this.errors = errors;
    }

    void answer(RoutingContext call) {
        var response = call.response();
        var failure = call.failure();
        var refused = failure == null ? null : refusal(failure);
        if (refused == null) {
            refused = ofStatus(call.statusCode(), failure, call);
        }
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            // Otherwise the client would mistake the received part for the whole response.
            call.request().connection().close();
            return;
        }
        refused.headers().forEach(response::putHeader);
        errors.end(call, refused.code(), String.valueOf(refused.getMessage()));
    }

    private static @Nullable RefusedRequest refusal(Throwable failure) {
        return switch (failure) {
            case RefusedRequest refused -> refused;
            case UnauthorizedException e -> unauthorized();
            case AuthenticationException e -> unauthorized();
            case ForbiddenException e -> new RefusedRequest(ApiErrorCode.FORBIDDEN, "This is not permitted");
            case RejectedExecutionException e ->
                new RefusedRequest(ApiErrorCode.UNAVAILABLE, "Too many requests are in progress, try again later");
            default -> null;
        };
    }

    private static RefusedRequest unauthorized() {
        return new RefusedRequest(ApiErrorCode.UNAUTHORIZED, "A valid bearer token is required");
    }

    private static RefusedRequest ofStatus(int status, @Nullable Throwable failure, RoutingContext call) {
        return switch (status) {
            case 400 -> new RefusedRequest(ApiErrorCode.VALIDATION_ERROR, "The request is not valid");
            case 404 -> new RefusedRequest(ApiErrorCode.NOT_FOUND, "No such path");
            case 405 -> new RefusedRequest(ApiErrorCode.METHOD_NOT_ALLOWED, "This path does not support this method");
            case 413 -> new RefusedRequest(ApiErrorCode.PAYLOAD_TOO_LARGE, BodyLimit.FAULT);
            default -> internal(failure, call);
        };
    }

    private static RefusedRequest internal(@Nullable Throwable failure, RoutingContext call) {
        var reference = UUID.randomUUID().toString();
        if (failure instanceof IOException) {
            LOG.debugf(failure, "A client went away reference=%s", reference);
        } else {
            LOG.errorf(
                    failure,
                    "A request failed method=%s path=%s reference=%s",
                    call.request().method(),
                    call.request().path(),
                    reference);
        }
        return new RefusedRequest(ApiErrorCode.INTERNAL_ERROR, "Internal server error, reference " + reference);
    }
}
