package io.kakuremichi.control.observability;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Metrics in Prometheus' text format. */
public record Scrape(List<Series> series) {
    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    public record Series(String name, Map<String, String> labels, double value) {}

    public static Scrape of(String text) {
        return new Scrape(text.lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(Scrape::line)
                .toList());
    }

    private static Series line(String line) {
        var matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new AssertionError("not a line of metrics: " + line);
        }
        var labels = new LinkedHashMap<String, String>();
        if (matcher.group(2) != null) {
            LABEL.matcher(matcher.group(2)).results().forEach(label -> labels.put(label.group(1), label.group(2)));
        }
        return new Series(matcher.group(1), labels, Double.parseDouble(matcher.group(3)));
    }

    public Set<String> names() {
        return series.stream().map(Series::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The labels that series of that name have, each with its values. */
    public Map<String, Set<String>> labels(String name) {
        var all = new TreeMap<String, Set<String>>();
        series.stream().filter(each -> each.name().equals(name)).forEach(each -> each.labels()
                .forEach((label, value) ->
                        all.computeIfAbsent(label, any -> new TreeSet<>()).add(value)));
        return all;
    }

    /** The sum of all series of that name with these labels, given as {@code name=value}. */
    public double value(String name, String... labels) {
        var wanted = List.of(labels);
        var found = series.stream()
                .filter(each -> each.name().equals(name))
                .filter(each -> wanted.stream()
                        .map(label -> label.split("=", 2))
                        .allMatch(label -> label[1].equals(each.labels().get(label[0]))))
                .toList();
        if (found.isEmpty()) {
            throw new AssertionError("there is no " + name + wanted);
        }
        return found.stream().mapToDouble(Series::value).sum();
    }
}
