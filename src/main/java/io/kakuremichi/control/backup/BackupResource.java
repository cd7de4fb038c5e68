package io.kakuremichi.control.backup;

import io.kakuremichi.control.access.Roles;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/backup}: everything that Control stores, as one file ({@link Manifest}). */
@Path("/api/backup")
@Tag(name = "upkeep")
@RolesAllowed(Roles.ADMIN)
class BackupResource {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);

    private final Exports exports;
    private final CurrentVertxRequest request;

    BackupResource(Exports exports, CurrentVertxRequest request) {
        this.exports = exports;
        this.request = request;
    }

    /** Streams the backup; a truncated response is not a valid backup. */
    @GET
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(
            operationId = "downloadBackup",
            summary = "Take a backup of everything that Control stores, while it runs",
            description =
                    "A zip file for the command `restore`. Private keys in it are sealed under the encryption key, which the file does"
                            + " not contain. Each replica takes one backup at a time. If a backup fails midway, the connection is closed"
                            + " before the end of the response, and the received part is not a valid backup.")
    @APIResponse(
            responseCode = "200",
            description = "The backup",
            headers =
                    @Header(
                            name = HttpHeaders.CONTENT_DISPOSITION,
                            description = "A file name made of the time and the revision of the backup",
                            required = true,
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            pattern =
                                                    "^attachment; filename=\"kakuremichi-[0-9]{8}T[0-9]{6}Z-r[0-9]+\\.zip\"$",
                                            examples =
                                                    "attachment; filename=\"kakuremichi-20260131T120000Z-r42.zip\"")),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "429", ref = "BackupUnderWay")
    @APIResponse(responseCode = "503", ref = "NoBackup")
    public Response backup() throws SQLException {
        var export = exports.begin(request.getCurrent());
        var name = "kakuremichi-%s-r%s.zip"
                .formatted(ZonedDateTime.now(ZoneOffset.UTC).format(TIME), export.revision());
        return Response.ok((StreamingOutput) export::writeTo)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .build();
    }
}
