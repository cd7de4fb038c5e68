package io.kakuremichi.control.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.document.DocumentNode.Flag;
import io.kakuremichi.control.document.DocumentNode.Mapping;
import io.kakuremichi.control.document.DocumentNode.Nothing;
import io.kakuremichi.control.document.DocumentNode.Numeral;
import io.kakuremichi.control.document.DocumentNode.Sequence;
import io.kakuremichi.control.document.DocumentNode.Text;
import java.util.LinkedHashMap;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any text is read or refused with a fault, and any value that is written is read as the same value. */
class DocumentPropertiesTest {
    private static final Place NOWHERE = new Place("", 1, 1);

    @Property
    void anyTextIsReadOrRefused(@ForAll String text) {
        readOrRefuse(text);
    }

    @Property(tries = 3000)
    void anyPunctuationIsReadOrRefused(@ForAll("punctuation") String text) {
        readOrRefuse(text);
    }

    @Property
    void aWrittenValueIsReadAsTheSame(@ForAll("trees") DocumentNode tree) throws DocumentFaultException {
        var json = NodeJson.write(tree);
        var yaml = YamlWriter.write(tree);

        assertThat(NodeJson.write(ParsedDocument.ofJson(json, "").root())).isEqualTo(json);
        assertThat(NodeJson.write(ParsedDocument.ofYaml(yaml, "").root()))
                .as(yaml)
                .isEqualTo(json);
    }

    private static void readOrRefuse(String text) {
        try {
            var json = NodeJson.write(ParsedDocument.ofYaml(text, "").root());
            assertThat(NodeJson.write(ParsedDocument.ofJson(json, "").root())).isEqualTo(json);
        } catch (DocumentFaultException e) {
            assertThat(e.fault().place()).isNotNull();
        }
        try {
            ParsedDocument.ofJson(text, "");
        } catch (DocumentFaultException e) {
            assertThat(e.fault().place()).isNotNull();
        }
    }

    @Provide
    Arbitrary<String> punctuation() {
        return Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ":",
                        ": ",
                        "- ",
                        "? ",
                        ",",
                        "\n",
                        "\n  ",
                        "&a ",
                        "*a ",
                        "!",
                        "!!x ",
                        "|",
                        "|\n ",
                        ">-\n ",
                        "'",
                        "\"",
                        "\\",
                        "#",
                        " #",
                        "%YAML 1.2\n",
                        "---\n",
                        "...\n",
                        "\t",
                        "a",
                        "1",
                        "null",
                        "true",
                        "\ufeff",
                        "\u2028",
                        "\ud800",
                        "\u0000",
                        "<<",
                        "@",
                        "`",
                        "~",
                        "=")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<DocumentNode> trees() {
        return mappings(3);
    }

    private static Arbitrary<DocumentNode> nodes(int depth) {
        var scalars = Arbitraries.oneOf(
                texts().map(text -> (DocumentNode) new Text(text, NOWHERE)),
                Arbitraries.of("0", "-0", "1", "12.50", "1e400", "-3E-7", "123456789012345678901234567890")
                        .map(number -> new Numeral(number, NOWHERE)),
                Arbitraries.of(true, false).map(flag -> new Flag(flag, NOWHERE)),
                Arbitraries.just(new Nothing(NOWHERE)));
        return depth == 0
                ? scalars
                : Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(4, scalars),
                        net.jqwik.api.Tuple.of(1, mappings(depth - 1)),
                        net.jqwik.api.Tuple.of(
                                1, nodes(depth - 1).list().ofMaxSize(4).map(items -> new Sequence(items, NOWHERE))));
    }

    private static Arbitrary<DocumentNode> mappings(int depth) {
        return Arbitraries.maps(texts(), nodes(depth))
                .ofMaxSize(4)
                .map(fields -> new Mapping(new LinkedHashMap<>(fields), NOWHERE));
    }

    /** Texts that need quotes, are longer than an implicit key, or look like another type. */
    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(12).filter(TreeBuilder::isUnicode),
                Arbitraries.strings().ascii().ofMaxLength(12),
                Arbitraries.of(List.of(
                        "",
                        " ",
                        "null",
                        "true",
                        "No",
                        "~",
                        "1",
                        "012",
                        "- a",
                        "a: b",
                        "a:",
                        "#",
                        "x #y",
                        "'",
                        "\"",
                        "\\",
                        "\u0085",
                        "\u2028",
                        "\ufeff",
                        "\ufffe",
                        "\u007f",
                        "😀",
                        "\r\n",
                        "---",
                        "*a",
                        "&a",
                        "!a",
                        "<<",
                        "=",
                        "x".repeat(2_000),
                        "a\tb")));
    }
}
