package io.kakuremichi.control.backup;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/**
 * What is in an archive: the file {@value #NAME} in it.
 *
 * <p>An archive is a zip file of format {@value #FORMAT}. For each table it has {@code tables/NAME.copy}, which is what
 * PostgreSQL's {@code COPY … TO STDOUT} wrote in its text format, in UTF-8. The manifest comes after the tables, because it
 * counts them, and {@value #SEAL} comes last: the SHA-256 of the manifest, sealed under the encryption key. So an archive that
 * was altered, or is another installation's, is known before anything is done with it.
 *
 * @param format of the archive; another number is another format
 * @param controlVersion of the program that wrote it
 * @param schemaVersion of the database: the version of its newest migration
 * @param migrations the files of its migrations, in order
 * @param epoch of the history that it was taken from
 * @param revision up to which it holds everything, and nothing beyond
 * @param takenAt in ISO 8601, UTC
 */
@RegisterForReflection
record Manifest(
        @JsonProperty(required = true) int format,
        @JsonProperty(required = true) String controlVersion,
        @JsonProperty(required = true) String schemaVersion,
        @JsonProperty(required = true) List<String> migrations,
        @JsonProperty(required = true) UUID epoch,
        @JsonProperty(required = true) long revision,
        @JsonProperty(required = true) String takenAt,
        @JsonProperty(required = true) List<Table> tables) {
    static final int FORMAT = 1;
    static final String NAME = "manifest.json";
    static final String SEAL = "manifest.seal";

    /** Names the one place where the seal belongs. */
    static final String SEAL_CONTEXT = "backup.manifest";

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    byte[] json() {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest can't be written as JSON", e);
        }
    }

    /** The format alone, which is there whatever else is in another format. */
    static int formatOf(byte[] json) throws IOException {
        return JSON.readTree(json).path("format").asInt();
    }

    static Manifest read(byte[] json) throws IOException {
        return JSON.readValue(json, Manifest.class);
    }

    /**
     * A table in the archive.
     *
     * @param columns in the order in which they were copied
     * @param bytes of the copy, before it was compressed
     * @param sha256 of the copy, in hexadecimal digits
     */
    @RegisterForReflection
    record Table(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) List<String> columns,
            @JsonProperty(required = true) long rows,
            @JsonProperty(required = true) long bytes,
            @JsonProperty(required = true) String sha256) {
        /** The name of the copy in the archive. */
        String file() {
            return "tables/" + name + ".copy";
        }

        /** Table and columns as {@code COPY} takes them. */
        String target() {
            return name + " (" + String.join(", ", columns) + ")";
        }
    }
}
