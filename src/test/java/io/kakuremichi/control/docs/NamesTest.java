package io.kakuremichi.control.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.kakuremichi.control.command.CommandLines;
import io.kakuremichi.control.deploy.KnownSettings;
import io.smallrye.config.common.utils.StringUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Settings and commands that pages name exist. */
@Execution(CONCURRENT)
class NamesTest {
    private static final Pattern VARIABLE = Pattern.compile("(?<!\\w)(?:KAKUREMICHI|QUARKUS)_\\w*[A-Z0-9]\\b");
    private static final Pattern PROPERTY =
            Pattern.compile("(?<![\\w./-])kakuremichi\\.[a-z][a-z-]*(?:\\.[a-z-]+)*\\b");

    /** The end of a name, behind one that begins the same: {@code KAKUREMICHI_FEED_RETENTION}, {@code _INTERVAL}. */
    private static final Pattern VARIABLE_OR_END =
            Pattern.compile("`((?:KAKUREMICHI|QUARKUS)_\\w*[A-Z0-9]|_[A-Z][A-Z_]*)[`=]");

    /** An attribute of spans. */
    private static final String NO_SETTING = "kakuremichi.revision";

    private static final Set<String> OF_COMMANDS = CommandLines.variables();
    private static final String PROGRAM = "kakuremichi-control ";

    /** Where a shell takes a word for a command: first, after variables, in a substitution. */
    private static final Pattern COMMAND =
            Pattern.compile("(?:^|[;|&(] *|\\$\\()(?:[A-Z_]+=\\S* )*" + PROGRAM + "([^#|;)&>]*)");

    static List<Page> pages() {
        return Page.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everySettingExists(Page page) {
        assertThat(VARIABLE.matcher(page.text()).results().map(found -> found.group()))
                .allMatch(NamesTest::isSetting);
        assertThat(PROPERTY.matcher(page.text()).results().map(found -> found.group()))
                .filteredOn(name -> !name.equals(NO_SETTING))
                .allMatch(name -> KnownSettings.contains(
                        StringUtil.replaceNonAlphanumericByUnderscores(name).toUpperCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everySettingThatIsAbbreviatedExists(Page page) {
        var full = "";
        for (var found : VARIABLE_OR_END.matcher(page.text()).results().toList()) {
            var name = found.group(1);
            if (name.startsWith("_")) {
                assertThat(completed(full, name)).as("%s after %s", name, full).anyMatch(NamesTest::isSetting);
            } else {
                full = name;
            }
        }
    }

    private static Stream<String> completed(String full, String end) {
        return IntStream.rangeClosed(1, full.length())
                .filter(at -> at == full.length() || full.charAt(at) == '_')
                .mapToObj(at -> full.substring(0, at) + end);
    }

    private static boolean isSetting(String variable) {
        return KnownSettings.contains(variable) || OF_COMMANDS.contains(variable);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyCommandExists(Page page) {
        assertThat(commands(page)).allSatisfy(command -> assertThat(CommandLines.mistake(words(command)))
                .as(command)
                .isEmpty());
    }

    @Test
    void commandsAreFound() {
        assertThat(pages().stream().flatMap(page -> commands(page).stream()))
                .contains("agent create office -q", "backup control.zip", "restore control.zip --without-key");
    }

    private static List<String> commands(Page page) {
        var commands = new ArrayList<String>();
        page.inlineCode().stream()
                .filter(code -> code.startsWith(PROGRAM) && !code.startsWith(PROGRAM + "COMMAND"))
                .forEach(code -> commands.add(code.substring(PROGRAM.length())));
        page.code().stream()
                .filter(block -> Set.of("sh", "shell", "bash").contains(block.language()))
                .flatMap(block -> block.lines().stream())
                .flatMap(line -> COMMAND.matcher(line).results())
                .forEach(found -> commands.add(found.group(1).strip()));
        return commands;
    }

    private static String[] words(String command) {
        return command.isEmpty() ? new String[0] : command.split(" +");
    }
}
