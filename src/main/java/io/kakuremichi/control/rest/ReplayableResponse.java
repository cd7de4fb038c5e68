package io.kakuremichi.control.rest;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * The response to a POST, in a form that can be stored and repeated.
 *
 * @param location the path of the created resource
 * @param etag its version
 */
public record ReplayableResponse(
        int status, @Nullable String location, @Nullable EntityTag etag, Object body) {
    /** 201 with location and version. */
    public static ReplayableResponse created(String location, int version, Object body) {
        return new ReplayableResponse(201, location, Versions.tag(version), body);
    }

    /** 200. */
    public static ReplayableResponse ok(Object body) {
        return new ReplayableResponse(200, null, null, body);
    }

    /** 202: the operation has started. */
    public static ReplayableResponse accepted(Object body) {
        return new ReplayableResponse(202, null, null, body);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "ReplayableResponse[" + status + "]";
    }

    Response response() {
        var response = Response.status(status).entity(body);
        if (location != null) {
            // Not location(URI), which would add the scheme and host of this server. Behind a proxy, the client uses
            // other ones.
            response.header(HttpHeaders.LOCATION, location);
        }
        return response.tag(etag).build();
    }
}
