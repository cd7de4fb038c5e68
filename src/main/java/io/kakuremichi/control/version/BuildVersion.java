package io.kakuremichi.control.version;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Properties;

/**
 * Which Control this is.
 *
 * @param version of the program
 * @param commit the id of the commit that was built; {@code unknown} if the build had no repository
 * @param builtAt the time of the build
 * @param apiVersion the version of the REST API, as in its OpenAPI document
 * @param protocolVersion the version of the WebSocket protocol, as in its AsyncAPI document
 */
@RegisterForReflection
public record BuildVersion(String version, String commit, Instant builtAt, String apiVersion, String protocolVersion) {
    private static final String API = "0.1.0";
    private static final String PROTOCOL = "0.1.0";
    private static final String RESOURCE = "/kakuremichi-version.properties";

    /** Of the running program; the build writes it into a resource. */
    public static BuildVersion current() {
        var properties = new Properties();
        try (var resource = Objects.requireNonNull(BuildVersion.class.getResourceAsStream(RESOURCE), RESOURCE);
                var reader = new InputStreamReader(resource, UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new BuildVersion(
                properties.getProperty("version"),
                properties.getProperty("commit"),
                Instant.parse(properties.getProperty("builtAt")),
                API,
                PROTOCOL);
    }
}
