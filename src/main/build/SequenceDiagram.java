import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Draws a sequence diagram as SVG, which needs no script and has the console's colours. It understands the part of Mermaid's language that
 * the documentation uses; another line fails the build.
 */
final class SequenceDiagram {
    private static final Pattern PARTICIPANT = Pattern.compile("participant (\\w+) as (.+)");
    private static final Pattern MESSAGE = Pattern.compile("(\\w+)(--?)>>(\\w+): (.+)");
    private static final Pattern NOTE = Pattern.compile("Note over (\\w+)(?:,(\\w+))?: (.+)");
    private static final Pattern BLOCK = Pattern.compile("(alt|loop|else)(?: (.+))?");

    /** Wider than the average of common fonts at this size, so that no text is cut. */
    private static final double CHARACTER = 7;

    private static final int LINE = 17;
    private static final int MOST_CHARACTERS = 36;
    private static final int MOST_OF_SELF = 22;
    private static final int LEAST_GAP = 100;
    private static final int HEAD = 34;
    private static final int INSET = 8;
    private static final int LOOP = 26;
    /** Above this, a phone scrolls a diagram instead of shrinking it. */
    private static final int PHONE = 460;

    private final Map<String, Integer> columns = new LinkedHashMap<>();
    private final List<String> names = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final List<String> spoken = new ArrayList<>();
    private final StringBuilder shapes = new StringBuilder();
    private final Deque<Frame> frames = new ArrayDeque<>();
    private double[] x;
    private double width;
    private int y = HEAD + 22;

    private record Frame(String kind, int top) {}

    private SequenceDiagram(String source) {
        source.lines().map(String::strip).filter(line -> !line.isEmpty()).skip(1).forEach(line -> {
            var participant = PARTICIPANT.matcher(line);
            if (participant.matches()) {
                columns.put(participant.group(1), names.size());
                names.add(participant.group(2));
            } else {
                lines.add(line);
            }
        });
    }

    /** The diagram as an HTML figure. */
    static String figure(String source) {
        var diagram = new SequenceDiagram(source);
        diagram.place();
        diagram.lines.forEach(diagram::draw);
        return diagram.finish();
    }

    /** Finds the columns that all texts have room between. */
    private void place() {
        var gaps = new double[names.size() + 1];
        Arrays.fill(gaps, LEAST_GAP);
        gaps[0] = widest(List.of(names.getFirst())) / 2 + 28;
        gaps[names.size()] = widest(List.of(names.getLast())) / 2 + 28;
        for (var line : lines) {
            var note = NOTE.matcher(line);
            if (note.matches() && note.group(2) == null) {
                var half = widest(wrapped(note.group(3))) / 2 + 16;
                var column = columns.get(note.group(1));
                gaps[column] = Math.max(gaps[column], column == 0 ? half : 0);
                gaps[column + 1] = Math.max(gaps[column + 1], column == names.size() - 1 ? half : 0);
            }
            message(line).ifPresent(found -> {
                var from = columns.get(found.group(1));
                var to = columns.get(found.group(3));
                if (from.equals(to)) {
                    gaps[from + 1] = Math.max(gaps[from + 1], widest(wrapped(found.group(4), MOST_OF_SELF)) + LOOP + 18);
                } else {
                    widen(gaps, Math.min(from, to) + 1, Math.max(from, to), widest(wrapped(found.group(4))) + 30);
                }
            });
        }
        x = new double[names.size()];
        var at = 0.0;
        for (var column = 0; column < x.length; column++) {
            at += gaps[column];
            x[column] = at;
        }
        width = at + gaps[names.size()];
    }

    private static void widen(double[] gaps, int first, int last, double needed) {
        var missing = needed - Arrays.stream(gaps, first, last + 1).sum();
        for (var gap = first; missing > 0 && gap <= last; gap++) {
            gaps[gap] += missing / (last - first + 1);
        }
    }

    private static Optional<MatchResult> message(String line) {
        var matcher = MESSAGE.matcher(line);
        return matcher.matches() ? Optional.of(matcher) : Optional.empty();
    }

    private void draw(String line) {
        var message = MESSAGE.matcher(line);
        var note = NOTE.matcher(line);
        var block = BLOCK.matcher(line);
        if (message.matches()) {
            message(message.group(1), message.group(3), message.group(2).equals("--"), message.group(4));
        } else if (note.matches()) {
            note(note.group(1), note.group(2) == null ? note.group(1) : note.group(2), note.group(3));
        } else if (block.matches()) {
            block(block.group(1), block.group(2) == null ? "" : block.group(2));
        } else if (line.equals("end")) {
            end();
        } else {
            throw new IllegalArgumentException("not understood in a diagram: " + line);
        }
    }

    private void message(String from, String to, boolean reply, String text) {
        var start = x[columns.get(from)];
        var end = x[columns.get(to)];
        var kind = reply ? "seq-arrow seq-reply" : "seq-arrow";
        spoken.add(names.get(columns.get(from)) + " to " + names.get(columns.get(to)) + ": " + text.replace("<br/>", ", "));
        if (start == end) {
            var texts = wrapped(text, MOST_OF_SELF);
            text(texts, start + LOOP + 8, y + 8, "start", "");
            shape("<path class=\"%s\" d=\"M%.0f %dh%dv16h%d\"/>", kind, start, y, LOOP, 6 - LOOP);
            head(start, y + 16, -1);
            y += Math.max(16, texts.size() * LINE) + 26;
            return;
        }
        var texts = wrapped(text);
        text(texts, (start + end) / 2, y, "middle", "");
        y += (texts.size() - 1) * LINE + 9;
        var direction = end > start ? 1 : -1;
        shape("<path class=\"%s\" d=\"M%.0f %dH%.0f\"/>", kind, start, y, end - 6 * direction);
        head(end, y, direction);
        y += 28;
    }

    private void head(double at, int height, int direction) {
        shape("<path class=\"seq-head\" d=\"M%.0f %dl%d -4v8z\"/>", at, height, -8 * direction);
    }

    private void note(String first, String last, String text) {
        var texts = wrapped(text);
        var middle = (x[columns.get(first)] + x[columns.get(last)]) / 2;
        var half = Math.max(widest(texts) / 2 + 12, (x[columns.get(last)] - x[columns.get(first)]) / 2 + 20);
        var left = Math.max(2, middle - half);
        var right = Math.min(width - 2, middle + half);
        spoken.add(text);
        shape(
                "<rect class=\"seq-note\" x=\"%.0f\" y=\"%d\" width=\"%.0f\" height=\"%d\" rx=\"6\"/>",
                left, y - 14, right - left, texts.size() * LINE + 11);
        text(texts, (left + right) / 2, y + 3, "middle", "seq-plain");
        y += texts.size() * LINE + 24;
    }

    private void block(String kind, String condition) {
        spoken.add((kind.equals("alt") ? "if" : kind.equals("else") ? "else" : "repeated") + (condition.isEmpty() ? "" : " " + condition));
        if (kind.equals("else")) {
            shape("<path class=\"seq-divider\" d=\"M%d %dH%.0f\"/>", left(frames.size()), y - 12, width - left(frames.size()));
        } else {
            frames.push(new Frame(kind, y - 14));
        }
        var label = (kind.equals("alt") ? "if " : kind.equals("else") ? "else " : "") + condition;
        var texts = wrapped(label, (int) ((width - 2 * left(frames.size()) - 16) / CHARACTER));
        text(texts, left(frames.size()) + 8, y + 3, "start", "seq-condition");
        y += texts.size() * LINE + 18;
    }

    private static int left(int depth) {
        return depth * INSET - INSET + 2;
    }

    private void end() {
        var left = left(frames.size());
        var frame = frames.pop();
        y -= 6;
        shape(
                "<rect class=\"seq-frame\" x=\"%d\" y=\"%d\" width=\"%.0f\" height=\"%d\" rx=\"6\"/>",
                left, frame.top(), width - 2 * left, y - frame.top());
        y += 26;
    }

    private String finish() {
        var height = y;
        var svg = new StringBuilder();
        svg.append("<figure class=\"seq%s\"%s><svg role=\"img\" aria-label=\"%s\" viewBox=\"0 0 %.0f %d\" width=\"%.0f\" height=\"%d\">"
                .formatted(
                        width > PHONE ? " seq-wide" : "",
                        width > PHONE ? " tabindex=\"0\"" : "",
                        escaped(String.join("; ", spoken)),
                        width,
                        height,
                        width,
                        height));
        for (var column = 0; column < x.length; column++) {
            var half = widest(List.of(names.get(column))) / 2 + 14;
            svg.append("<path class=\"seq-life\" d=\"M%.0f %dV%d\"/>".formatted(x[column], HEAD, height - 4));
            svg.append("<rect class=\"seq-name\" x=\"%.0f\" y=\"2\" width=\"%.0f\" height=\"%d\" rx=\"6\"/>"
                    .formatted(x[column] - half, 2 * half, HEAD - 4));
            svg.append("<text class=\"seq-plain\" x=\"%.0f\" y=\"21\" text-anchor=\"middle\">%s</text>"
                    .formatted(x[column], escaped(names.get(column))));
        }
        return svg.append(shapes).append("</svg></figure>").toString();
    }

    private void text(List<String> texts, double at, int top, String anchor, String kind) {
        for (var line = 0; line < texts.size(); line++) {
            shape(
                    "<text%s x=\"%.0f\" y=\"%d\" text-anchor=\"%s\">%s</text>",
                    kind.isEmpty() ? "" : " class=\"" + kind + "\"", at, top + line * LINE, anchor, escaped(texts.get(line)));
        }
    }

    private void shape(String format, Object... values) {
        shapes.append(format.formatted(values));
    }

    private static double widest(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0) * CHARACTER;
    }

    private static List<String> wrapped(String text) {
        return wrapped(text, MOST_CHARACTERS);
    }

    private static List<String> wrapped(String text, int most) {
        var texts = new ArrayList<String>();
        for (var part : text.split("<br/>")) {
            var line = new StringBuilder();
            for (var word : part.split(" ")) {
                if (!line.isEmpty() && line.length() + 1 + word.length() > most) {
                    texts.add(line.toString());
                    line.setLength(0);
                }
                line.append(line.isEmpty() ? "" : " ").append(word);
            }
            texts.add(line.toString());
        }
        return texts;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
