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
 * The contents of an archive, stored in it as {@value #NAME}.
 *
 * <p>An archive is a zip file of format {@value #FORMAT}. For each table it has {@code tables/NAME.copy}, the output of
 * PostgreSQL's {@code COPY … TO STDOUT} in text format and UTF-8. The manifest follows the tables, because it counts
 * their rows. {@value #SEAL} comes last: the SHA-256 of the manifest, sealed under the encryption key. An altered
 * archive, or one of another installation, is therefore detected before a restore changes anything.
 *
 * @param format the version of the archive format
 * @param controlVersion the version of the program that wrote it
 * @param schemaVersion the version of the database's newest migration
 * @param migrations the file names of its migrations, in order
 * @param epoch the epoch of the history
 * @param revision the last revision that it contains
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
        @JsonProperty(required = true) List<DumpedTable> tables) {
    static final int FORMAT = 1;
    static final String NAME = "manifest.json";
    static final String SEAL = "manifest.seal";

    /** The context of the seal. */
    static final String SEAL_CONTEXT = "backup.manifest";

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    byte[] json() {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest cannot be written as JSON", e);
        }
    }

    /** Reads the format only, which every version has. */
    static int formatOf(byte[] json) throws IOException {
        return JSON.readTree(json).path("format").asInt();
    }

    static Manifest read(byte[] json) throws IOException {
        return JSON.readValue(json, Manifest.class);
    }

    /**
     * A table in the archive.
     *
     * @param columns in the order of the copy
     * @param bytes the uncompressed size of the copy
     * @param sha256 of the copy, in hexadecimal
     */
    @RegisterForReflection
    record DumpedTable(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) List<String> columns,
            @JsonProperty(required = true) long rows,
            @JsonProperty(required = true) long bytes,
            @JsonProperty(required = true) String sha256) {
        /** The name of the copy in the archive. */
        String file() {
            return "tables/" + name + ".copy";
        }

        /** The table and its columns in the syntax of {@code COPY}. */
        String target() {
            return name + " (" + String.join(", ", columns) + ")";
        }
    }
}
