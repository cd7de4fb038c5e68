package io.kakuremichi.control.document;

import java.util.List;

/**
 * A document that was read.
 *
 * @param root its value
 * @param faults those that did not prevent reading on, such as a key given twice
 */
public record ParsedDocument(DocumentNode root, List<DocumentFault> faults) {
    /**
     * Reads JSON.
     *
     * @param source see {@link Place}
     */
    public static ParsedDocument ofJson(String text, String source) throws DocumentFaultException {
        return new JsonDocument(source).read(text);
    }

    /**
     * Reads YAML.
     *
     * @param source see {@link Place}
     */
    public static ParsedDocument ofYaml(String text, String source) throws DocumentFaultException {
        return new YamlDocument(source).read(text);
    }
}
