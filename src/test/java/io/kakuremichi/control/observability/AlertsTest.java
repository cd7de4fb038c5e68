package io.kakuremichi.control.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kakuremichi.control.harness.ControlApi;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Alerts, their runbook and the dashboard by themselves; {@code ObservabilityIT} holds them against a running Control. */
class AlertsTest {
    private static final String RUNBOOK = "src/docs/operators/runbook.md";

    @Test
    void everyAlertSaysHowBadItIsAndWhatItMeans() {
        assertThat(ControlApi.fields(Shipped.alertFile())).containsExactly("groups");
        assertThat(Shipped.alerts()).isNotEmpty().allSatisfy(alert -> {
            assertThat(alert.name()).startsWith("Kakuremichi");
            assertThat(alert.rule().path("for").asText()).matches("\\d+[smh]");
            assertThat(alert.rule().path("labels").path("severity").asText()).isIn("critical", "warning", "info");
            assertThat(alert.annotation("summary")).isNotBlank();
            assertThat(alert.annotation("description")).isNotBlank();
        });
    }

    @Test
    void noAlertIsThereTwice() {
        assertThat(Shipped.alerts()).extracting(Shipped.Alert::name).doesNotHaveDuplicates();
        assertThat(Shipped.alerts())
                .extracting(alert -> alert.rule().path("expr").asText())
                .doesNotHaveDuplicates();
    }

    @Test
    void everyAlertHasItsSectionInTheRunbookAndEverySectionItsAlert() throws Exception {
        var sections = Files.readAllLines(Path.of(RUNBOOK)).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> RUNBOOK + "#" + line.substring(3).toLowerCase(Locale.ROOT))
                .toList();

        assertThat(Shipped.alerts())
                .extracting(alert -> alert.annotation("runbook_url"))
                .containsExactlyInAnyOrderElementsOf(sections);
    }

    @Test
    void everySectionOfTheRunbookSaysWhatToDo() throws Exception {
        var sections = Files.readString(Path.of(RUNBOOK)).split("\n## ");

        assertThat(Arrays.stream(sections).skip(1)).allSatisfy(section -> assertThat(section)
                .contains("**Means:**", "**Users notice:**", "**Look:**", "**Do:**"));
    }

    @Test
    void linksOfTheRunbookLeadSomewhere() throws Exception {
        var text = Files.readString(Path.of(RUNBOOK));
        var anchors = text.lines()
                .filter(line -> line.startsWith("## "))
                .map(line -> "(#" + line.substring(3).toLowerCase(Locale.ROOT) + ")")
                .collect(Collectors.toSet());

        var links =
                java.util.regex.Pattern.compile("\\(#[^)]*\\)").matcher(text).results();

        assertThat(links.map(java.util.regex.MatchResult::group)).isNotEmpty().allMatch(anchors::contains);
    }

    @Test
    void everyAlertIsInTheUnitTestsOfTheRules() throws Exception {
        assertThat(Files.readString(Shipped.ALERTS_TEST))
                .contains(Shipped.alerts().stream()
                        .map(alert -> "alertname=\"" + alert.name() + "\"")
                        .toList());
    }

    /** With Prometheus' own tool, where there is one. */
    @Test
    void alertsFireWhenTheyShouldAndOnlyThen() throws Exception {
        assumeTrue(Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "promtool"))));

        var promtool = new ProcessBuilder(
                        "promtool",
                        "test",
                        "rules",
                        Shipped.ALERTS_TEST.getFileName().toString())
                .directory(Shipped.ALERTS_TEST.getParent().toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(promtool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(promtool.waitFor()).as(said).isZero();
    }

    @Test
    void theDashboardHasRowsForEachPartAndItsDataSourceIsAVariable() {
        var dashboard = Shipped.dashboard();
        var panels = StreamSupport.stream(dashboard.path("panels").spliterator(), false)
                .toList();

        assertThat(dashboard.path("templating").path("list").findValuesAsText("type"))
                .contains("datasource");
        assertThat(panels.stream()
                        .filter(panel -> panel.path("type").asText().equals("row"))
                        .map(panel -> panel.path("title").asText()))
                .containsExactly("Clients", "Delivery", "Feed and database", "REST", "Process");
        assertThat(panels.stream().map(panel -> panel.path("id").asInt())).doesNotHaveDuplicates();
        assertThat(panels.stream().filter(panel -> panel.has("targets"))).allSatisfy(panel -> assertThat(
                        panel.path("datasource").path("uid").asText())
                .isEqualTo("${datasource}"));
    }
}
