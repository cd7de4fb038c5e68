package io.kakuremichi.control.rest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.kakuremichi.control.database.DatabaseFailures;
import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.http.BodyLimit;
import io.kakuremichi.control.http.ErrorBody;
import io.kakuremichi.control.http.Utf8Input;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.RollbackException;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/**
 * Maps every failure of a REST call to an {@link ErrorBody}. Internal errors are logged once, with the reference that
 * the client gets.
 */
class ErrorMappers {
    private static final Logger LOG = Logger.getLogger(ErrorMappers.class);
    private static final String INVALID = "The request is not valid";

    /** The limits of the JSON library. */
    private static final String TOO_LONG =
            "has a number of more than 1000 characters, a name of more than 50000, or more than 1000 levels";

    private static final String CHARACTER_NOT_IN_REPERTOIRE = "22021";

    @ServerExceptionMapper
    Response refused(ApiException e) {
        var response = ErrorBody.response(e.code(), String.valueOf(e.getMessage()), e.details());
        return switch (e.code()) {
            case RATE_LIMITED, UNAVAILABLE -> withRetryAfter(response);
            default -> response;
        };
    }

    @ServerExceptionMapper
    Response invalid(ConstraintViolationException e) {
        var details = new TreeMap<String, String>();
        e.getConstraintViolations()
                .forEach(violation -> details.merge(
                        field(violation.getPropertyPath()),
                        violation.getMessage(),
                        (first, second) ->
                                first.compareTo(second) <= 0 ? first + "; " + second : second + "; " + first));
        return ErrorBody.response(ApiErrorCode.VALIDATION_ERROR, INVALID, details);
    }

    /** Strips method and parameter names from the start of the path. */
    private static String field(Path path) {
        var names = path.toString().split("\\.", 3);
        return names[names.length - 1];
    }

    /** Names the field; Jackson's own messages name Java classes. */
    @ServerExceptionMapper
    Response unreadable(JacksonException e) {
        return unreadableBody(e);
    }

    /** Has a mapper of its own because Quarkus maps this exception to a response without a body. */
    @ServerExceptionMapper
    Response unreadable(MismatchedInputException e) {
        return unreadableBody(e);
    }

    @ServerExceptionMapper
    Response tooLarge(BodyLimit.Exceeded e) {
        return ErrorBody.response(ApiErrorCode.PAYLOAD_TOO_LARGE, BodyLimit.FAULT, Map.of());
    }

    @ServerExceptionMapper
    Response notUtf8(Utf8Input.NotUtf8 e) {
        return ErrorBody.response(ApiErrorCode.VALIDATION_ERROR, "The body must be UTF-8", Map.of());
    }

    private static Response unreadableBody(JacksonException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            var field = fieldPath(unknown);
            return ErrorBody.response(ApiErrorCode.VALIDATION_ERROR, INVALID, Map.of(field, "is not a known field"));
        }
        if (e instanceof InvalidValueException invalid && !invalid.getPath().isEmpty()) {
            return ErrorBody.response(
                    ApiErrorCode.VALIDATION_ERROR, INVALID, Map.of(fieldPath(invalid), invalid.getOriginalMessage()));
        }
        var tooLong = cause(e, StreamConstraintsException.class) != null;
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return ErrorBody.response(
                    ApiErrorCode.VALIDATION_ERROR,
                    INVALID,
                    Map.of(fieldPath(mapping), tooLong ? TOO_LONG : "has the wrong type"));
        }
        if (tooLong) {
            return ErrorBody.response(ApiErrorCode.VALIDATION_ERROR, "The body " + TOO_LONG, Map.of());
        }
        return ErrorBody.response(ApiErrorCode.VALIDATION_ERROR, "The body is not the expected JSON object", Map.of());
    }

    private static String fieldPath(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    /** {@link AllowedMethods} answers 404, 405 and 415, which have exceptions of their own. */
    @ServerExceptionMapper
    Response refused(WebApplicationException e) {
        var jackson = cause(e, JacksonException.class);
        if (jackson != null) {
            return unreadableBody(jackson);
        }
        return switch (e.getResponse().getStatus()) {
            case 400 -> ErrorBody.response(ApiErrorCode.VALIDATION_ERROR, INVALID, Map.of());
            case 406 ->
                ErrorBody.response(
                        ApiErrorCode.NOT_ACCEPTABLE,
                        "None of the media types in the Accept header can be returned",
                        Map.of());
            case 413 -> ErrorBody.response(ApiErrorCode.PAYLOAD_TOO_LARGE, BodyLimit.FAULT, Map.of());
            default -> internalError(e);
        };
    }

    @ServerExceptionMapper({PersistenceException.class, SQLException.class, RollbackException.class})
    Response database(Exception e) {
        return databaseFault(e);
    }

    @ServerExceptionMapper
    Response unexpected(RuntimeException e) {
        return databaseFault(e);
    }

    private static Response databaseFault(Exception e) {
        if (isUnavailable(e)) {
            LOG.warnf("The database is not available: %s", rootMessage(e));
            var response = ErrorBody.response(
                    ApiErrorCode.UNAVAILABLE, "The database is not available, try again later", Map.of());
            return withRetryAfter(response);
        }
        if (isUnstorable(e)) {
            return ErrorBody.response(
                    ApiErrorCode.VALIDATION_ERROR, "The request contains a character that cannot be stored", Map.of());
        }
        return internalError(e);
    }

    /** Adds {@code Retry-After}, because the same call may succeed later. */
    private static Response withRetryAfter(Response response) {
        return Response.fromResponse(response)
                .header(HttpHeaders.RETRY_AFTER, "5")
                .build();
    }

    private static boolean isUnavailable(Throwable e) {
        var sql = cause(e, SQLException.class);
        return sql != null && DatabaseFailures.isTemporary(sql);
    }

    /** Text with U+0000 in a part of the request that no constraint covers, such as the path. */
    private static boolean isUnstorable(Throwable e) {
        var sql = cause(e, SQLException.class);
        return sql != null && CHARACTER_NOT_IN_REPERTOIRE.equals(sql.getSQLState());
    }

    private static Response internalError(Exception e) {
        var reference = UUID.randomUUID().toString();
        LOG.errorf(e, "A call failed reference=%s", reference);
        return ErrorBody.response(
                ApiErrorCode.INTERNAL_ERROR, "Internal server error, reference " + reference, Map.of());
    }

    private static <T extends Throwable> @Nullable T cause(Throwable e, Class<T> type) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
            for (var suppressed : each.getSuppressed()) {
                var found = cause(suppressed, type);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static String rootMessage(Throwable e) {
        var root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
