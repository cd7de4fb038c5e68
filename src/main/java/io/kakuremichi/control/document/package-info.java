/**
 * Reads a JSON or YAML document into a tree whose values know their place, for messages that name it.
 *
 * <pre>
 * text ─┬─ JsonDocument (Jackson's tokens) ──┐
 *       └─ YamlDocument (SnakeYAML's events) ┴─▶ TreeBuilder (limits, duplicate keys) ─▶ ParsedDocument: DocumentNode, faults
 * DocumentNode ─┬─ NodeJson ───▶ JSON text
 *               └─ YamlWriter ─▶ YAML text
 * </pre>
 *
 * <p>Both forms give the same tree: only the types of JSON, and numbers as they were written. Depth, number of values and what
 * aliases repeat are limited while the document is read, so that no document needs more memory than a multiple of its size.
 */
@NullMarked
package io.kakuremichi.control.document;

import org.jspecify.annotations.NullMarked;
