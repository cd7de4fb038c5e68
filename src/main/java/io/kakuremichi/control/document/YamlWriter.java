package io.kakuremichi.control.document;

import io.kakuremichi.control.document.DocumentNode.Flag;
import io.kakuremichi.control.document.DocumentNode.Mapping;
import io.kakuremichi.control.document.DocumentNode.Nothing;
import io.kakuremichi.control.document.DocumentNode.Numeral;
import io.kakuremichi.control.document.DocumentNode.Sequence;
import io.kakuremichi.control.document.DocumentNode.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes a value as YAML in block style, which {@link YamlDocument} and other readers understand as the same value. */
public final class YamlWriter {
    /** A text that needs no quotes. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_](?:[A-Za-z0-9_./:-]*[A-Za-z0-9_./-])?");

    /** Texts that readers of YAML 1.1 take for true or false. */
    private static final Set<String> OLD_FLAGS = Set.of("y", "n", "yes", "no", "on", "off");

    /** A longer key must be marked as one (YAML 1.2, 7.4.2). */
    private static final int LONGEST_IMPLICIT_KEY = 1_000;

    private YamlWriter() {}

    /** The value as a document. */
    public static String write(DocumentNode node) {
        return String.join("\n", lines(node)) + "\n";
    }

    private static List<String> lines(DocumentNode node) {
        var lines = new ArrayList<String>();
        switch (node) {
            case Mapping mapping
            when !mapping.fields().isEmpty() -> mapping.fields().forEach((key, value) -> addField(lines, key, value));
            case Sequence sequence
            when !sequence.items().isEmpty() -> sequence.items().forEach(item -> add(lines, "- ", lines(item)));
            case Mapping ignored -> lines.add("{}");
            case Sequence ignored -> lines.add("[]");
            case Text text -> lines.add(scalar(text.value()));
            case Numeral number -> lines.add(number.digits());
            case Flag flag -> lines.add(String.valueOf(flag.value()));
            case Nothing ignored -> lines.add("null");
        }
        return lines;
    }

    private static void addField(List<String> lines, String key, DocumentNode value) {
        var name = scalar(key);
        var below = lines(value);
        if (name.length() > LONGEST_IMPLICIT_KEY) {
            lines.add("? " + name);
            add(lines, ": ", below);
        } else if (isBlock(value)) {
            lines.add(name + ":");
            below.forEach(line -> lines.add("  " + line));
        } else {
            lines.add(name + ": " + below.getFirst());
        }
    }

    private static boolean isBlock(DocumentNode value) {
        return value instanceof Mapping mapping && !mapping.fields().isEmpty()
                || value instanceof Sequence sequence && !sequence.items().isEmpty();
    }

    /** Adds the lines behind a marker of two characters. */
    private static void add(List<String> lines, String marker, List<String> below) {
        for (var i = 0; i < below.size(); i++) {
            lines.add((i == 0 ? marker : "  ") + below.get(i));
        }
    }

    private static String scalar(String text) {
        return PLAIN.matcher(text).matches()
                        && !PlainScalar.isOtherType(text)
                        && !OLD_FLAGS.contains(text.toLowerCase(Locale.ROOT))
                ? text
                : quoted(text);
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (isPrintable(c)) {
                        quoted.appendCodePoint(c);
                    } else {
                        quoted.append(c > 0xffff ? "\\U%08x".formatted(c) : "\\u%04x".formatted(c));
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    /** Printable in YAML (1.2, 5.1) and no line break of YAML 1.1. */
    private static boolean isPrintable(int c) {
        return c >= 0x20 && c < 0x7f
                || c >= 0xa0 && c <= 0xd7ff && c != 0x2028 && c != 0x2029
                || c >= 0xe000 && c <= 0xfffd && c != 0xfeff
                || c >= 0x10000;
    }
}
