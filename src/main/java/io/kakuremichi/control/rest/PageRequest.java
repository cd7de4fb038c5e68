package io.kakuremichi.control.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.ws.rs.QueryParam;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for. Lists are in order of their ids, which are in order of creation (the audit in the reverse
 * order); a cursor names the last
 * id that was given, so that what is created or deleted meanwhile neither repeats nor skips an item.
 */
public class PageRequest {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;
    private static final String CURSOR = "MDE5YWFmNmItNmQ1MC03YzAwLThhMmItMmYwYzhkNGUxYTc3";

    /** Before the id of anything. */
    private static final UUID FIRST = new UUID(0, 0);

    /** After the id of anything. */
    private static final UUID LAST = new UUID(-1, -1);

    @Parameter(
            description = "How many items at the most",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000", defaultValue = "100"))
    @QueryParam("limit")
    @Nullable String limit;

    @Parameter(description = "Where to go on: the nextCursor of the answer before", example = CURSOR)
    @QueryParam("cursor")
    @Nullable String cursor;

    /**
     * How many items at the most.
     *
     * @throws ApiException when it is not 1 to 1,000
     */
    public int limit() {
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        try {
            var number = Integer.parseInt(limit);
            if (number >= 1 && number <= MAX_LIMIT) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Answered below, like a number out of range.
        }
        throw ApiException.invalid("limit", "must be a number from 1 to " + MAX_LIMIT);
    }

    /**
     * The id after which the page starts.
     *
     * @throws ApiException when the cursor is none of ours
     */
    public UUID after() {
        if (cursor == null) {
            return FIRST;
        }
        try {
            return UUID.fromString(new String(Base64.getUrlDecoder().decode(cursor), US_ASCII));
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid("cursor", "must be a nextCursor of an earlier answer");
        }
    }

    /**
     * The id before which the page starts, for lists that begin with the newest.
     *
     * @throws ApiException when the cursor is none of ours
     */
    public UUID before() {
        return cursor == null ? LAST : after();
    }

    /** How many rows to read: one more than asked for tells whether there is a next page. */
    public int rows() {
        return limit() + 1;
    }

    /** Cuts the rows to the page. */
    public <T> Page<T> page(List<T> rows, Function<T, UUID> id) {
        if (rows.size() <= limit()) {
            return new Page<>(rows, null);
        }
        var items = rows.subList(0, limit());
        var last = id.apply(items.getLast()).toString();
        return new Page<>(items, Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(US_ASCII)));
    }

    /**
     * Part of a list.
     *
     * @param nextCursor null on the last page
     */
    public record Page<T>(List<T> items, @Nullable String nextCursor) {}
}
