package io.kakuremichi.control.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import io.kakuremichi.control.config.ControlConfig;
import io.smallrye.config.common.utils.StringUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/**
 * The settings as the source of {@link ControlConfig} and its groups has them, in its order: comments are not in the class. Read by
 * the JDK's own compiler, which parses and does nothing else.
 */
final class SettingsSource {
    private static final Path SOURCES = Path.of("src/main/java/io/kakuremichi/control/config");

    private final DocTrees trees;
    private final Map<String, ClassTree> types = new HashMap<>();

    /** Where each type is declared. */
    private final Map<ClassTree, CompilationUnitTree> units = new HashMap<>();

    /** One setting. */
    record Setting(String property, String type, Optional<String> preset, String meaning) {
        String variable() {
            return StringUtil.replaceNonAlphanumericByUnderscores(property).toUpperCase(java.util.Locale.ROOT);
        }
    }

    /** Settings that belong together; the first ones belong to nothing. */
    record Group(String meaning, List<Setting> settings) {}

    private SettingsSource(DocTrees trees) {
        this.trees = trees;
    }

    static List<Group> read() throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, UTF_8);
                var paths = Files.list(SOURCES)) {
            var sources = files.getJavaFileObjects(paths.toArray(Path[]::new));
            var task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null, sources);
            var source = new SettingsSource(DocTrees.instance(task));
            for (var unit : task.parse()) {
                unit.getTypeDecls().forEach(type -> source.collectTypes((ClassTree) type, unit));
            }
            return source.groups(source.types.get(ControlConfig.class.getSimpleName()));
        }
    }

    private void collectTypes(ClassTree type, CompilationUnitTree unit) {
        types.put(type.getSimpleName().toString(), type);
        units.put(type, unit);
        members(type, ClassTree.class).forEach(inner -> collectTypes(inner, unit));
    }

    private List<Group> groups(ClassTree root) {
        var groups = new ArrayList<Group>();
        var single = new Group("In general", new ArrayList<>());
        groups.add(single);
        for (var method : members(root, MethodTree.class)) {
            var name = "kakuremichi." + StringUtil.skewer(method.getName().toString());
            var type = types.get(method.getReturnType().toString());
            if (type == null || type.getKind() != Tree.Kind.INTERFACE) {
                single.settings().add(setting(name, method, root));
            } else {
                groups.add(new Group(meaning(type, type), settings(name, type)));
            }
        }
        return groups;
    }

    private List<Setting> settings(String prefix, ClassTree type) {
        var settings = new ArrayList<Setting>();
        for (var method : members(type, MethodTree.class)) {
            var name = prefix + "." + StringUtil.skewer(method.getName().toString());
            var inner = types.get(method.getReturnType().toString());
            if (inner != null && inner.getKind() == Tree.Kind.INTERFACE) {
                settings.addAll(settings(name, inner));
            } else {
                settings.add(setting(name, method, type));
            }
        }
        return settings;
    }

    private Setting setting(String name, MethodTree method, ClassTree owner) {
        var type = method.getReturnType().toString().replaceFirst("^Optional<(.*)>$", "$1");
        var modifiers = method.getModifiers();
        return new Setting(
                name, values(type), argument(modifiers, "WithDefault"), meaning(method, owner) + choices(type));
    }

    /** In words; an enumeration by its values. */
    private String values(String type) {
        return switch (type) {
            case "Duration" -> "duration";
            case "MemorySize" -> "size";
            case "boolean" -> "`true`, `false`";
            case "int", "long" -> "number";
            case "Path" -> "path";
            case "String" -> "text";
            case "List<String>", "Set<String>" -> "list";
            default -> constants(type).stream().map(this::written).collect(Collectors.joining(", "));
        };
    }

    private String choices(String type) {
        var choices = constants(type).stream()
                .map(constant -> written(constant) + ": "
                        + decapitalized(meaning(constant, types.get(type)).replaceFirst("\\.$", "")))
                .collect(Collectors.joining("; "));
        return choices.isEmpty() ? "" : " " + choices + ".";
    }

    private String written(VariableTree constant) {
        return "`"
                + constant.getName()
                        .toString()
                        .toLowerCase(java.util.Locale.ROOT)
                        .replace('_', '-') + "`";
    }

    private static String decapitalized(String text) {
        return text.startsWith("`") ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    private List<VariableTree> constants(String type) {
        var declared = types.get(type);
        return declared != null && declared.getKind() == Tree.Kind.ENUM
                ? members(declared, VariableTree.class)
                : List.of();
    }

    private static <T extends Tree> List<T> members(ClassTree type, Class<T> kind) {
        return type.getMembers().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** Of an annotation with one argument. */
    private static Optional<String> argument(ModifiersTree modifiers, String annotation) {
        return modifiers.getAnnotations().stream()
                .filter(each -> each.getAnnotationType().toString().equals(annotation))
                .map(each -> each.getArguments().getFirst())
                .map(value -> String.valueOf(((com.sun.source.tree.LiteralTree) value).getValue()))
                .findFirst();
    }

    /** The whole comment as Markdown, in one line. */
    private String meaning(Tree declared, ClassTree owner) {
        var comment = trees.getDocCommentTree(TreePath.getPath(units.get(owner), declared));
        if (comment == null) {
            throw new AssertionError("has no comment: " + declared);
        }
        return comment.getFullBody().stream()
                .map(SettingsSource::markdown)
                .collect(Collectors.joining())
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static String markdown(DocTree part) {
        return switch (part) {
            case LiteralTree literal
            when literal.getKind() == DocTree.Kind.CODE ->
                "`" + literal.getBody().getBody().strip() + "`";
            case StartElementTree paragraph -> " ";
            default -> part.toString();
        };
    }
}
