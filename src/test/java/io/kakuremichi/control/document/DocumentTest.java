package io.kakuremichi.control.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(CONCURRENT)
class DocumentTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a: 1                   | {"a":1}
                    a: 1.50                | {"a":1.50}
                    a: -0                  | {"a":-0}
                    a: 1e400               | {"a":1e400}
                    a: 012                 | {"a":"012"}
                    a: 0x1F                | {"a":"0x1F"}
                    a: 1_000               | {"a":"1_000"}
                    a: .inf                | {"a":".inf"}
                    a: 12:30:45            | {"a":"12:30:45"}
                    a: 2030-01-31          | {"a":"2030-01-31"}
                    a: yes                 | {"a":"yes"}
                    a: TRUE                | {"a":true}
                    a: 'true'              | {"a":"true"}
                    a: "1"                 | {"a":"1"}
                    a:                     | {"a":null}
                    a: ~                   | {"a":null}
                    a: [1, {b: c}]         | {"a":[1,{"b":"c"}]}
                    {"a": "x"}             | {"a":"x"}
                    1: 2                   | {"1":2}
                    <<: {a: 1}             | {"<<":{"a":1}}
                    a: &x {b: 1}           | {"a":{"b":1}}
                    [&x 1, *x]             | [1,1]
                    """)
    void yamlHasTheTypesOfJson(String yaml, String json) throws DocumentFaultException {
        var read = ParsedDocument.ofYaml(yaml, "");

        assertThat(read.faults()).isEmpty();
        assertThat(NodeJson.write(read.root())).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                 | the document is empty                                     | 1 | 1
                    '# nothing'        | the document is empty                                     | 1 | 1
                    'a: [1'            | the document is not valid YAML                            | 1 | 6
                    'a: b: c'          | the document is not valid YAML                            | 1 | 5
                    'a: *x'            | has an alias without an anchor before it                  | 1 | 4
                    'a: &x [*x]'       | has an alias without an anchor before it                  | 1 | 8
                    '? [1]\\n: 2'      | has a key that is not a text                              | 1 | 3
                    'a: 1\\n---\\nb: 2'| the document must be one YAML document                    | 2 | 1
                    'a: BELL'          | the document is not valid YAML: it contains the character | 1 | 4
                    """)
    void whatCannotBeReadIsOneFaultWithItsPlace(String yaml, String message, int line, int column) {
        var text = yaml.translateEscapes().replace("BELL", "\u0007");

        var fault = catchThrowableOfType(DocumentFaultException.class, () -> ParsedDocument.ofYaml(text, "a.yaml"))
                .fault();

        assertThat(fault.message()).startsWith(message);
        assertThat(fault.place()).isEqualTo(new Place("a.yaml", line, column));
    }

    @Test
    void keysGivenTwiceAreFaultsWithTheirPlaces() throws DocumentFaultException {
        var yaml = ParsedDocument.ofYaml("a: 1\nb:\n  c: 1\n  c: 2\na: 3\n", "");
        var json = ParsedDocument.ofJson("{\"a\": 1,\n \"a\": 2}", "");

        assertThat(yaml.faults())
                .containsExactly(
                        new DocumentFault("b.c", "is given twice", null, new Place("", 4, 3)),
                        new DocumentFault("a", "is given twice", null, new Place("", 5, 1)));
        assertThat(json.faults()).containsExactly(new DocumentFault("a", "is given twice", null, new Place("", 2, 2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: !!binary aGk=", "a: !!int 1", "a: ! x", "a: !!set {x}", "a: !java.io.File [x]"})
    void tagsAreFaults(String yaml) throws DocumentFaultException {
        assertThat(ParsedDocument.ofYaml(yaml, "").faults())
                .extracting(DocumentFault::path, DocumentFault::message)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("a", "must not have a tag"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "", "[1,]", "{\"a\":01}", "{'a':1}", "{\"a\":NaN}", "{} {}", "nul", "{\"a\":1}x"})
    void whatIsNotOneJsonValueIsAFault(String json) {
        assertThat(catchThrowableOfType(DocumentFaultException.class, () -> ParsedDocument.ofJson(json, ""))
                        .fault()
                        .message())
                .startsWith("the document ");
    }

    @Test
    void aliasesOfAliasesReachTheLimit() {
        var laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++) {
            laughs.append("a%s: &a%s [%s]\n"
                    .formatted(
                            i,
                            i,
                            String.join(
                                    ", ",
                                    List.of(("*a" + (i - 1) + " ").repeat(10).split("(?<= )")))));
        }

        var fault = catchThrowableOfType(
                        DocumentFaultException.class, () -> ParsedDocument.ofYaml(laughs.toString(), ""))
                .fault();

        assertThat(fault.message()).isEqualTo("the document has more than 500000 values");
    }

    @Test
    void aliasesCannotExceedTheDepth() {
        var deep = new StringBuilder("a0: &a0 [x]\n");
        for (var i = 1; i < 100; i++) {
            deep.append("a%s: &a%s [*a%s]\n".formatted(i, i, i - 1));
        }

        assertThat(catchThrowableOfType(DocumentFaultException.class, () -> ParsedDocument.ofYaml(deep.toString(), ""))
                        .fault()
                        .message())
                .isEqualTo("the document is more than 40 levels deep");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "{a: ", "- "})
    void deepDocumentsAreFaults(String opening) {
        var deep = opening.repeat(200_000);

        assertThat(catchThrowableOfType(DocumentFaultException.class, () -> ParsedDocument.ofYaml(deep, ""))
                        .fault()
                        .message())
                .isEqualTo("the document is more than 40 levels deep");
        assertThat(catchThrowableOfType(DocumentFaultException.class, () -> ParsedDocument.ofJson(deep, "")))
                .isNotNull();
    }

    @Test
    void writesWhatItReads() throws DocumentFaultException {
        var yaml = """
                manager: edge
                agents:
                  - name: office
                    metadata:
                      rack: 7
                      tags:
                        - "yes"
                        - "012"
                        - []
                        - {}
                        - - a
                          - b
                gateways: []
                tunnels:
                  - domain: "*.shop.example"
                    target: localhost:8080
                    description: "Umlaute: äöü, \\"quoted\\", \\u0085 and\\nlines"
                    enabled: false
                """;

        assertThat(YamlWriter.write(ParsedDocument.ofYaml(yaml, "").root())).isEqualTo(yaml);
    }
}
