package io.kakuremichi.control.platform;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What a POST answers, in a form that can be kept and given again.
 *
 * @param location of what was created
 * @param etag its version
 */
public record Answer(
        int status, @Nullable String location, @Nullable EntityTag etag, Object body) {
    /** 201 with its place and version. */
    public static Answer created(String location, int version, Object body) {
        return new Answer(201, location, Versions.tag(version), body);
    }

    /** 200. */
    public static Answer ok(Object body) {
        return new Answer(200, null, null, body);
    }

    /** 202: it has begun. */
    public static Answer accepted(Object body) {
        return new Answer(202, null, null, body);
    }

    Response response() {
        var response = Response.status(status).entity(body);
        if (location != null) {
            response.location(URI.create(location));
        }
        return response.tag(etag).build();
    }
}
