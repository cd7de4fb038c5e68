package io.kakuremichi.control.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Adds to each operation the errors and headers that follow from its form. The errors themselves are responses with
 * examples in {@code META-INF/openapi.yaml}.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class AnswersInOpenApi implements OASFilter {
    /** Holds no resource with versions: a login and a logout. */
    private static final String SESSION = "/api/session";

    /** Each call refuses unknown query parameters. */
    private static final Map<String, String> ALWAYS = Map.of(
            "400", "Invalid",
            "401", "Unauthorized",
            "403", "Forbidden",
            "406", "NotAcceptable",
            "429", "RateLimited",
            "500", "InternalError",
            "503", "Unavailable");

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getPaths().getPathItems().forEach((path, item) -> complete(path, item));
    }

    private static void complete(String path, PathItem item) {
        item.getOperations().forEach((method, operation) -> {
            describeId(operation);
            addRequestHeaders(method, path, operation);
            addResponseHeaders(method, path, operation);
            addErrors(method, path, operation);
            if (operation.getSecurity() == null) {
                // Explicitly none: without it, linters report a mistake.
                operation.addSecurityRequirement(OASFactory.createSecurityRequirement());
            }
        });
    }

    private static void describeId(Operation operation) {
        parameters(operation).stream()
                .filter(parameter -> parameter.getIn() == Parameter.In.PATH
                        && parameter.getName().equals("id"))
                .forEach(parameter -> parameter.description("The id of the resource"));
    }

    /** An operation on no particular resource is repeatable, and needs no idempotency key. */
    private static boolean isDoneOnce(HttpMethod method, String path, Operation operation) {
        return method == HttpMethod.POST
                && !path.equals(SESSION)
                && (operation.getRequestBody() != null || path.contains("{"));
    }

    private static boolean isConditional(HttpMethod method, String path) {
        return (method == HttpMethod.PATCH || method == HttpMethod.DELETE) && !path.equals(SESSION);
    }

    private static void addRequestHeaders(HttpMethod method, String path, Operation operation) {
        if (isDoneOnce(method, path, operation)) {
            operation.addParameter(OASFactory.createParameter().ref("IdempotencyKey"));
        }
        if (isConditional(method, path)) {
            operation.addParameter(OASFactory.createParameter().ref("IfMatch"));
        }
    }

    private static void addResponseHeaders(HttpMethod method, String path, Operation operation) {
        operation.getResponses().getAPIResponses().forEach((status, response) -> {
            var created = status.equals("201");
            if (created) {
                addHeader(response, "Location", "Location");
            }
            if (created || method == HttpMethod.PATCH || method == HttpMethod.GET && path.endsWith("}")) {
                addHeader(response, "ETag", "ETag");
            }
            if (isDoneOnce(method, path, operation)) {
                addHeader(response, "Idempotency-Replayed", "IdempotencyReplayed");
            }
            if (path.equals(SESSION) && method != HttpMethod.GET) {
                addHeader(response, "Set-Cookie", "SetCookie");
            }
        });
    }

    /** Errors are references and declare their own headers. */
    private static void addHeader(APIResponse response, String name, String header) {
        if (response.getRef() == null) {
            response.addHeader(name, OASFactory.createHeader().ref(header));
        }
    }

    /** Errors that the operation declares itself are kept. */
    private static void addErrors(HttpMethod method, String path, Operation operation) {
        var errors = new TreeMap<>(ALWAYS);
        var body = operation.getRequestBody() != null;
        if (path.contains("{")) {
            errors.put("404", "NotFound");
        }
        if (isConditional(method, path)) {
            errors.put("412", "PreconditionFailed");
        }
        if (body && isDoneOnce(method, path, operation)) {
            errors.put("409", "Duplicate");
        }
        if (body) {
            errors.put("413", "PayloadTooLarge");
            errors.put("415", "UnsupportedMediaType");
        }
        var all = new TreeMap<>(operation.getResponses().getAPIResponses());
        errors.forEach((status, name) -> {
            if (all.get(status) == null || all.get(status).getRef() == null) {
                all.put(status, OASFactory.createAPIResponse().ref(name));
            }
        });
        var responses = OASFactory.createAPIResponses();
        all.forEach(responses::addAPIResponse);
        operation.setResponses(responses);
    }

    private static List<Parameter> parameters(Operation operation) {
        return Objects.requireNonNullElse(operation.getParameters(), List.of());
    }
}
