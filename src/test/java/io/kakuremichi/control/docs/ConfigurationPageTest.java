package io.kakuremichi.control.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.boot.SettingRanges;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.deploy.KnownSettings;
import io.kakuremichi.control.docs.SettingsSource.Group;
import io.kakuremichi.control.docs.SettingsSource.Setting;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.common.utils.StringUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The configuration reference says what the configuration interface says, and has Quarkus' settings with our defaults. */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("src/docs/operators/configuration.md");
    private static final Path RENEWED = Path.of("target/docs/configuration.md");

    private static final String BEGIN = "<!-- From ControlConfig, see ConfigurationPageTest. -->\n";
    private static final String END = "<!-- Until here. -->\n";

    private static final Pattern ROW_OF_QUARKUS = Pattern.compile("(?m)^\\| `(QUARKUS_\\w+)` \\| (?:`(.*?)`)?.*$");

    @Test
    void theCommittedPageIsTheOneThatIsMade() throws IOException {
        var committed = Files.readString(PAGE);
        var renewed = committed.substring(0, committed.indexOf(BEGIN) + BEGIN.length())
                + made() + "\n"
                + committed.substring(committed.indexOf(END));
        Files.createDirectories(RENEWED.getParent());
        Files.writeString(RENEWED, renewed);

        assertThat(committed)
                .as("Settings changed: cp %s %s, look at the difference, and commit it", RENEWED, PAGE)
                .isEqualTo(renewed);
    }

    @Test
    void everySettingIsInTheSource() throws IOException {
        assertThat(SettingsSource.read().stream()
                        .flatMap(group -> group.settings().stream())
                        .map(Setting::property))
                .containsExactlyInAnyOrderElementsOf(
                        ConfigMappings.getProperties(ConfigClass.configClass(ControlConfig.class)).keySet().stream()
                                // One by one, which lists may be written as well.
                                .filter(name -> !name.endsWith("[*]"))
                                .toList());
    }

    @Test
    void defaultsOfQuarkusSettingsAreOurs() throws IOException {
        var ours = new Properties();
        try (var file = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            ours.load(file);
        }
        var variables = ours.stringPropertyNames().stream()
                .collect(Collectors.toMap(
                        name -> StringUtil.replaceNonAlphanumericByUnderscores(name)
                                .toUpperCase(Locale.ROOT),
                        ours::getProperty));

        var rows = ROW_OF_QUARKUS.matcher(Files.readString(PAGE)).results().toList();

        assertThat(rows).hasSizeGreaterThan(10).allSatisfy(row -> Optional.ofNullable(variables.get(row.group(1)))
                .ifPresent(
                        ourDefault -> assertThat(row.group(2)).as(row.group(1)).isEqualTo(ourDefault)));
    }

    private static String made() throws IOException {
        return SettingsSource.read().stream()
                .map(ConfigurationPageTest::section)
                .collect(Collectors.joining());
    }

    private static String section(Group group) {
        var sentences = group.meaning().split("\\. ", 2);
        var intro = sentences.length == 1 ? "" : sentences[1] + "\n\n";
        return "\n## " + sentences[0].replaceFirst("\\.$", "") + "\n\n" + intro
                + "| environment variable | values | default | meaning |\n| --- | --- | --- | --- |\n"
                + group.settings().stream()
                        .filter(setting -> KnownSettings.contains(setting.variable()))
                        .map(ConfigurationPageTest::row)
                        .collect(Collectors.joining());
    }

    private static String row(Setting setting) {
        var range = SettingRanges.of(setting.property());
        var values = range.isEmpty() ? setting.type() : setting.type() + " " + range;
        var preset = setting.preset().map(value -> " `" + value + "`").orElse("");
        return "| `%s` | %s |%s | %s |\n"
                .formatted(setting.variable(), values, preset, setting.meaning().replace("|", "\\|"));
    }
}
