package io.kakuremichi.control.document;

import java.util.List;
import java.util.SequencedMap;

/** A value of a document and its place. The types are those of JSON. */
public sealed interface DocumentNode {
    /** Where the value begins. */
    Place place();

    /** A text, without unpaired surrogates. */
    record Text(String value, Place place) implements DocumentNode {}

    /** A number, as it was written. */
    record Numeral(String digits, Place place) implements DocumentNode {}

    /** True or false. */
    record Flag(boolean value, Place place) implements DocumentNode {}

    /** An explicit null. */
    record Nothing(Place place) implements DocumentNode {}

    /** An array. */
    record Sequence(List<DocumentNode> items, Place place) implements DocumentNode {}

    /** An object; its fields in the order of the document. */
    record Mapping(SequencedMap<String, DocumentNode> fields, Place place) implements DocumentNode {}
}
