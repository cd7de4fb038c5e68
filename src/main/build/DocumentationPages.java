import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Makes the pages that the console links to from those in {@code src/docs}. They have the look of the console and need no script. Links
 * among them are kept; those to files of the repository become texts, because an installation does not have them. Pictures are left
 * out: the console shows the same, live. Diagrams are drawn, and cells repeat the heading of their column, for narrow screens.
 */
final class DocumentationPages {
    private static final Path SOURCES = Path.of("src/docs");
    private static final Path INDEX = SOURCES.resolve("README.md");
    private static final Path OPERATORS = SOURCES.resolve("operators");
    private static final Path CLIENTS = SOURCES.resolve("clients");
    private static final String BASE = "/console/docs/";
    private static final List<Extension> TABLES = List.of(TablesExtension.create());

    private static final String LAYOUT =
            """
            <!doctype html>
            <html lang="en">
              <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%1$s · kakuremichi</title>
                <link rel="icon" type="image/svg+xml" href="/favicon.svg">
                <link rel="stylesheet" href="/console/assets/main.css">
              </head>
              <body class="docs">
                <a class="skip" href="#main">Skip to the content</a>
                <header class="docs-top">
                  <a class="brand" href="/console/"><img class="logo" src="/favicon.svg" alt="" width="32" height="32"><span>kakuremichi</span></a>
                  <a class="docs-home" href="/console/docs/">Documentation</a>
                </header>
                <main id="main">
            %2$s    </main>
                <nav class="docs-pages" aria-label="Pages">
            %3$s    </nav>
              </body>
            </html>
            """;

    private final Parser parser = Parser.builder().extensions(TABLES).build();
    private final Map<Path, Node> pages = new HashMap<>();

    /** Writes the pages to a directory. */
    void write(Path output) throws IOException {
        for (var file : sources()) {
            read(file);
        }
        for (var page : pages.entrySet()) {
            keepLinks(page.getKey(), page.getValue());
        }
        for (var page : pages.entrySet()) {
            var target = output.resolve(address(page.getKey()).substring(BASE.length()));
            Files.createDirectories(target.getParent());
            Files.writeString(target, html(page.getKey(), page.getValue()));
        }
    }

    /** When a source was changed last; a deletion changes its folder. */
    static long newest() throws IOException {
        try (var found = Files.walk(SOURCES)) {
            return found.mapToLong(file -> file.toFile().lastModified()).max().orElse(0);
        }
    }

    private static List<Path> sources() throws IOException {
        try (var found = Files.walk(SOURCES)) {
            return found.filter(file -> file.toString().endsWith(".md")).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void read(Path file) throws IOException {
        var page = parser.parse(Files.readString(file));
        page.accept(new AbstractVisitor() {
            @Override
            public void visit(Image image) {
                var parent = image.getParent();
                image.unlink();
                if (parent instanceof Paragraph && parent.getFirstChild() == null) {
                    parent.unlink();
                }
            }

            @Override
            public void visit(FencedCodeBlock block) {
                if (block.getInfo().equals("mermaid")) {
                    var figure = new HtmlBlock();
                    figure.setLiteral(SequenceDiagram.figure(block.getLiteral()));
                    block.insertAfter(figure);
                    block.unlink();
                }
            }
        });
        pages.put(file, page);
    }

    /** The path of a page at Control. */
    private static String address(Path file) {
        return file.equals(INDEX)
                ? BASE + "index.html"
                : BASE + SOURCES.relativize(file).toString().replace('\\', '/').replaceFirst("md$", "html");
    }

    private void keepLinks(Path file, Node page) {
        page.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                visitChildren(link);
                var parts = link.getDestination().split("#", 2);
                var anchor = parts.length == 2 ? "#" + parts[1] : "";
                var target = file.resolveSibling(parts[0]).normalize();
                if (parts[0].startsWith("https:") || parts[0].isEmpty()) {
                    return;
                }
                if (pages.containsKey(target)) {
                    link.setDestination(address(target) + anchor);
                } else {
                    replaceByChildren(link);
                }
            }
        });
    }

    private static void replaceByChildren(Node node) {
        for (var child = node.getFirstChild(); child != null; child = node.getFirstChild()) {
            node.insertBefore(child);
        }
        node.unlink();
    }

    private String html(Path file, Node page) {
        var anchors = new HashMap<String, Integer>();
        var renderer = HtmlRenderer.builder()
                .extensions(TABLES)
                .attributeProviderFactory(context -> (node, tag, attributes) -> {
                    if (node instanceof Heading heading) {
                        attributes.put("id", anchor(text(heading), anchors));
                    } else if (node instanceof TableCell cell && !cell.isHeader() && !columnHeading(cell).isEmpty()) {
                        attributes.put("data-heading", columnHeading(cell));
                    }
                })
                .build();
        // A column without a heading has none to read out.
        var content = renderer.render(page).replace("<th></th>", "<td></td>");
        return LAYOUT.formatted(title(page), content, navigation(file));
    }

    private static String columnHeading(TableCell cell) {
        var heading = cell.getParent().getParent().getPrevious().getFirstChild().getFirstChild();
        for (var left = cell.getPrevious(); left != null; left = left.getPrevious()) {
            heading = heading.getNext();
        }
        return text(heading);
    }

    /** As GitHub makes them, because links name them. */
    private static String anchor(String heading, Map<String, Integer> seen) {
        var anchor = heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}\\-_ ]", "").strip().replace(' ', '-');
        var before = seen.merge(anchor, 1, Integer::sum) - 1;
        return before == 0 ? anchor : anchor + "-" + before;
    }

    private String navigation(Path current) {
        return group("To run Control", file -> file.startsWith(OPERATORS), current)
                + group("To write a client", file -> file.startsWith(CLIENTS), current)
                + group("To change Control", file -> file.getParent().equals(SOURCES) && !file.equals(INDEX), current);
    }

    private String group(String heading, Predicate<Path> wanted, Path current) {
        return "      <h2>%s</h2>\n      <ul>\n%s      </ul>\n".formatted(heading, entries(wanted, current));
    }

    private String entries(Predicate<Path> wanted, Path current) {
        return pages.keySet().stream()
                .filter(wanted)
                .sorted((left, right) -> title(pages.get(left)).compareToIgnoreCase(title(pages.get(right))))
                .map(file -> "        <li><a href=\"%s\"%s>%s</a></li>\n"
                        .formatted(address(file), file.equals(current) ? " aria-current=\"page\"" : "", title(pages.get(file))))
                .collect(Collectors.joining());
    }

    private static String title(Node page) {
        for (var node = page.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading heading) {
                return escape(text(heading));
            }
        }
        throw new IllegalArgumentException("a page without a heading");
    }

    private static String text(Node node) {
        var text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(Code part) {
                text.append(part.getLiteral());
            }
        });
        return text.toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
