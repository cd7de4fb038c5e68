package io.kakuremichi.control.observability;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What an expression of Prometheus' query language names: enough of its grammar for that, no more.
 *
 * @param selectors metrics, each with the labels it is selected by
 * @param grouping labels in {@code by}, {@code on} and their like
 */
public record PromQl(List<Selector> selectors, Set<String> grouping) {
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern METRIC =
            Pattern.compile("(?<![\\w.])([a-zA-Z_:][\\w:]*)\\s*(\\{[^}]*})?(?!\\s*\\(|[\\w:])");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");
    private static final Pattern DURATION = Pattern.compile("\\[[^]]*]|\\boffset\\s+\\w+");

    public record Selector(String metric, Map<String, Matcher> labels) {}

    public record Matcher(String operator, String value) {}

    public static PromQl parse(String expression) {
        var grouping = new TreeSet<String>();
        GROUPING.matcher(expression)
                .results()
                .forEach(match -> List.of(match.group(1).split("\\s*,\\s*")).stream()
                        .filter(label -> !label.isBlank())
                        .forEach(grouping::add));
        var rest = GROUPING.matcher(expression).replaceAll(" ");
        rest = DURATION.matcher(rest).replaceAll(" ");
        var selectors = new ArrayList<Selector>();
        METRIC.matcher(rest)
                .results()
                .filter(match -> !WORDS.contains(match.group(1)))
                .forEach(match -> selectors.add(new Selector(match.group(1), matchers(match.group(2)))));
        return new PromQl(selectors, grouping);
    }

    private static Map<String, Matcher> matchers(String braces) {
        var matchers = new LinkedHashMap<String, Matcher>();
        if (braces != null) {
            MATCHER.matcher(braces)
                    .results()
                    .forEach(match -> matchers.put(match.group(1), new Matcher(match.group(2), match.group(3))));
        }
        return matchers;
    }
}
