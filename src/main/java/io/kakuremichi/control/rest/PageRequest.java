package io.kakuremichi.control.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.ws.rs.QueryParam;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * The requested part of a list. Lists are ordered by id, which is the order of creation (descending in the audit). A
 * cursor names the last id of a page, so that concurrent creations and deletions neither repeat nor skip an item.
 */
public class PageRequest {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;
    private static final String CURSOR = "MDE5YWFmNmItNmQ1MC03YzAwLThhMmItMmYwYzhkNGUxYTc3";

    private static final String CURSOR_FAULT = "must be the nextCursor of an earlier response";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");

    /** Before every id. */
    private static final UUID FIRST = new UUID(0, 0);

    /** After every id. */
    private static final UUID LAST = new UUID(-1, -1);

    @Parameter(
            description = "Maximum number of items",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000", defaultValue = "100"))
    @QueryParam("limit")
    @Nullable String limit;

    @Parameter(description = "Start of the page: the nextCursor of the previous page", example = CURSOR)
    @QueryParam("cursor")
    @Nullable String cursor;

    /**
     * The maximum number of items.
     *
     * @throws ApiException if it is not 1 to 1,000
     */
    public int limit() {
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        // Integer.parseInt also accepts a sign and the digits of other scripts.
        if (NUMBER.matcher(limit).matches()) {
            var number = Integer.parseInt(limit);
            if (number >= 1 && number <= MAX_LIMIT) {
                return number;
            }
        }
        throw ApiException.invalid("limit", "must be a number from 1 to " + MAX_LIMIT);
    }

    /**
     * The id after which the page starts.
     *
     * @throws ApiException if the cursor is not valid
     */
    public UUID after() {
        if (cursor == null) {
            return FIRST;
        }
        try {
            return Ids.parse(new String(Base64.getUrlDecoder().decode(cursor), US_ASCII))
                    .orElseThrow(() -> ApiException.invalid("cursor", CURSOR_FAULT));
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid("cursor", CURSOR_FAULT);
        }
    }

    /**
     * The id before which the page starts, for lists with the newest first.
     *
     * @throws ApiException if the cursor is not valid
     */
    public UUID before() {
        return cursor == null ? LAST : after();
    }

    /** The number of rows to read: one more than requested, to detect a next page. */
    public int rows() {
        return limit() + 1;
    }

    /** Limits the rows to the page. */
    public <T> Page<T> page(List<T> rows, Function<T, UUID> id) {
        if (rows.size() <= limit()) {
            return new Page<>(rows, null);
        }
        var items = rows.subList(0, limit());
        var last = id.apply(items.getLast()).toString();
        return new Page<>(items, Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(US_ASCII)));
    }

    /**
     * A page of a list.
     *
     * @param nextCursor null on the last page
     */
    public record Page<T>(List<T> items, @Nullable String nextCursor) {}
}
