package io.kakuremichi.control.apidocs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class BreakingChangesTest {
    private static final String BEFORE = """
            paths:
              /things:
                post:
                  operationId: create
                  x-required-role: operator
                  parameters:
                    - {in: query, name: limit, schema: {type: integer, minimum: 1, maximum: 10}}
                    - {in: query, name: kind, required: true, schema: {enum: [a, b]}}
                  requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/New'}}}}
                  responses:
                    '201':
                      headers: {ETag: {}}
                      content: {application/json: {schema: {$ref: '#/components/schemas/View'}}}
                    '409':
                      content: {application/json: {examples: {DUPLICATE: {}, EXHAUSTED: {}}}}
            components:
              schemas:
                New:
                  type: object
                  required: [name]
                  properties:
                    name: {type: string, pattern: '^a', minLength: 1, maxLength: 9}
                    note: {type: [string, 'null']}
                    tags: {type: array, items: {type: string}}
                View:
                  type: object
                  required: [id, at]
                  properties:
                    id: {type: string, format: uuid}
                    at: {anyOf: [{$ref: '#/components/schemas/At'}, {type: 'null'}]}
                    state: {type: string, enum: [on, off]}
                    parts: {type: array, items: {type: object, properties: {size: {type: integer}}}}
                At: {type: object, properties: {time: {type: string}}}
            """;

    /** What is changed (the first by the second), and what it is called. */
    static final List<List<String>> BREAKING = List.of(
            List.of("/things:", "/stuff:", "POST /things: is gone"),
            List.of("    post:", "    put:", "POST /things: is gone"),
            List.of("operationId: create", "operationId: make", "POST /things: has another operationId"),
            List.of("role: operator", "role: admin", "POST /things: needs more than the role operator"),
            List.of("name: limit", "name: max", "POST /things: does not take query limit any more"),
            List.of("name: limit,", "name: limit, required: true,", "POST /things: needs query limit"),
            List.of("minimum: 1,", "minimum: 2,", "POST /things query limit: has a higher minimum"),
            List.of("maximum: 10", "maximum: 9", "POST /things query limit: has a lower maximum"),
            List.of("enum: [a, b]", "enum: [a]", "POST /things query kind: accepts fewer values"),
            List.of("requestBody: {content", "requestBody: {gone", "POST /things: takes no body any more"),
            List.of("required: [name]", "required: [name, note]", "POST /things body: needs note"),
            List.of("note: {", "notice: {", "POST /things body: does not take note any more"),
            List.of(
                    "type: [string, 'null']",
                    "type: string",
                    "POST /things body.note: accepts [string] and no longer [null, string]"),
            List.of(
                    "items: {type: string}",
                    "items: {type: integer}",
                    "POST /things body.tags[]: accepts [integer] and no longer [string]"),
            List.of("pattern: '^a'", "pattern: '^ab'", "POST /things body.name: has another pattern"),
            List.of("minLength: 1", "minLength: 2", "POST /things body.name: has a higher minLength"),
            List.of("maxLength: 9", "maxLength: 8", "POST /things body.name: has a lower maxLength"),
            List.of("tags: {type: array,", "tags: {maxItems: 3,", "POST /things body.tags: has a lower maxItems"),
            List.of("'201':", "'200':", "POST /things: does not answer 201 any more"),
            List.of("'409':", "'410':", "POST /things: does not answer 409 any more"),
            List.of(", EXHAUSTED: {}", "", "POST /things 409: does not say EXHAUSTED any more"),
            List.of("{ETag: {}}", "{}", "POST /things 201: has no header ETag any more"),
            List.of("state: {", "status: {", "POST /things 201: has no state any more"),
            List.of("required: [id, at]", "required: [id]", "POST /things 201: does not always have at"),
            List.of("format: uuid", "format: uri", "POST /things 201.id: has another format"),
            List.of(
                    "state: {type: string",
                    "state: {type: [string, 'null']",
                    "POST /things 201.state: may be [null, string] and not only [string]"),
            List.of(
                    "size: {type: integer}",
                    "size: {type: string}",
                    "POST /things 201.parts[].size: may be [string] and not only [integer]"),
            List.of("properties: {time:", "properties: {moment:", "POST /things 201.at: has no time any more"));

    /** What clients don't notice. */
    static final List<List<String>> HARMLESS = List.of(
            List.of("/things:", "/more: {get: {}}\n  /things:"),
            List.of("role: operator", "role: viewer"),
            List.of("parameters:", "parameters:\n        - {in: query, name: new, schema: {type: string}}"),
            List.of("minimum: 1, maximum: 10", "maximum: 100"),
            List.of("enum: [a, b]", "enum: [a, b, c]"),
            List.of("name: kind, required: true", "name: kind"),
            List.of("required: [name]", "required: []"),
            List.of("note: {", "more: {type: string}\n        note: {"),
            List.of("maxLength: 9", "maxLength: 10"),
            List.of("items: {type: string}", "items: {type: [string, integer]}"),
            List.of("'409':", "'400': {}\n        '409':"),
            List.of("enum: [on, off]", "enum: [on, off, broken]"),
            List.of("required: [id, at]", "required: [id, at, state]"),
            List.of("state: {", "more: {type: string}\n        state: {"),
            List.of("anyOf: [{$ref: '#/components/schemas/At'}, {type: 'null'}]", "$ref: '#/components/schemas/At'"));

    @ParameterizedTest
    @FieldSource("BREAKING")
    void isFound(List<String> change) {
        assertThat(after(change)).contains(change.getLast());
    }

    @ParameterizedTest
    @FieldSource("HARMLESS")
    void isLetThrough(List<String> change) {
        assertThat(after(change)).isEmpty();
    }

    @Test
    void theSameIsNoChange() {
        assertThat(BreakingChanges.between(Documents.yaml(BEFORE), Documents.yaml(BEFORE)))
                .isEmpty();
    }

    @Test
    void aRequirementOfTheBodyWhereThereWasNoneIsFound() {
        ObjectNode before = Documents.yaml(BEFORE);
        ((ObjectNode) before.at("/paths/~1things/post")).remove("requestBody");

        assertThat(BreakingChanges.between(before, Documents.yaml(BEFORE)))
                .containsExactly("POST /things: needs a body");
    }

    private static List<String> after(List<String> change) {
        assertThat(BEFORE).contains(change.get(0));
        return BreakingChanges.between(
                Documents.yaml(BEFORE), Documents.yaml(BEFORE.replace(change.get(0), change.get(1))));
    }
}
