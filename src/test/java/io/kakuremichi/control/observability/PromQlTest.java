package io.kakuremichi.control.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The reader of expressions, by which rules and dashboard are checked, overlooks nothing. */
class PromQlTest {
    @Test
    void namesMetricsLabelsAndGroupsOfAnExpression() {
        var parsed =
                PromQl.parse("histogram_quantile(0.99, sum by (job, le) (rate(a_bucket{x=\"1\", y!~\"2\"}[5m]))) > 2.5"
                        + " and b offset 10m unless on (instance) c == 1 or time() - d > 3 * 86400");

        assertThat(parsed.selectors())
                .containsExactly(
                        new PromQl.Selector(
                                "a_bucket",
                                Map.of("x", new PromQl.Matcher("=", "1"), "y", new PromQl.Matcher("!~", "2"))),
                        new PromQl.Selector("b", Map.of()),
                        new PromQl.Selector("c", Map.of()),
                        new PromQl.Selector("d", Map.of()));
        assertThat(parsed.grouping()).isEqualTo(Set.of("instance", "job", "le"));
    }

    @Test
    void takesNoFunctionAndNoNumberForAMetric() {
        assertThat(PromQl.parse("rate(x[$__rate_interval]) / 1e3").selectors().stream()
                        .map(PromQl.Selector::metric))
                .isEqualTo(List.of("x"));
    }
}
