package io.kakuremichi.control;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.tngtech.archunit.core.domain.JavaCall;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.StringEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

/** Nothing is formatted or parsed by the locale of the machine. */
@Execution(CONCURRENT)
class LocaleTest {
    /**
     * Methods that depend on the default locale unless they are given one: some locales have other digits, and the
     * lower case of I in Turkish is not i.
     */
    private static final Map<Class<?>, Set<String>> OF_A_LOCALE = Map.ofEntries(
            Map.entry(String.class, Set.of("format", "toLowerCase", "toUpperCase")),
            Map.entry(java.io.PrintStream.class, Set.of("printf", "format")),
            Map.entry(java.io.PrintWriter.class, Set.of("printf", "format")),
            Map.entry(java.util.Formatter.class, Set.of("<init>")),
            Map.entry(java.util.Scanner.class, Set.of("<init>")),
            Map.entry(
                    java.text.NumberFormat.class,
                    Set.of(
                            "getInstance",
                            "getNumberInstance",
                            "getIntegerInstance",
                            "getPercentInstance",
                            "getCurrencyInstance",
                            "getCompactNumberInstance")),
            Map.entry(java.text.DecimalFormat.class, Set.of("<init>")),
            Map.entry(java.text.DateFormat.class, Set.of("getDateInstance", "getTimeInstance", "getDateTimeInstance")),
            Map.entry(java.text.SimpleDateFormat.class, Set.of("<init>")),
            Map.entry(java.text.MessageFormat.class, Set.of("<init>", "format")),
            Map.entry(java.text.Collator.class, Set.of("getInstance")),
            Map.entry(java.text.BreakIterator.class, Set.of("getWordInstance", "getLineInstance")),
            Map.entry(
                    java.time.format.DateTimeFormatter.class,
                    Set.of("ofPattern", "ofLocalizedDate", "ofLocalizedTime", "ofLocalizedDateTime")),
            Map.entry(java.time.format.DateTimeFormatterBuilder.class, Set.of("toFormatter")),
            Map.entry(java.util.Locale.class, Set.of("getDefault")));

    @Test
    void nothingDependsOnTheDefaultLocale() {
        noClasses()
                .should()
                .callCodeUnitWhere(describe(
                        "methods without a locale",
                        (JavaCall<?> call) -> call.getTarget().getRawParameterTypes().stream()
                                        .noneMatch(type -> type.isEquivalentTo(java.util.Locale.class))
                                && OF_A_LOCALE.entrySet().stream()
                                        .anyMatch(entry -> call.getTargetOwner().isAssignableTo(entry.getKey())
                                                && entry.getValue().contains(call.getName()))))
                .check(ArchitectureTest.CLASSES);
    }

    /** Conversions of numbers, times and upper case; {@code %s} writes a number with the same digits everywhere. */
    private static final Pattern CONVERSION_OF_A_LOCALE =
            Pattern.compile("%(?:\\d+\\$)?[-#+ 0,(<]*\\d*(?:\\.\\d+)?(?:[dfeEgGS]|[tT][A-Za-z])");

    /** Formats of {@code formatted} and of loggers, which take no locale. */
    @Test
    void noFormatConvertsByTheDefaultLocale() throws IOException {
        var classes = Path.of("target/classes/io/kakuremichi");
        var found = new ArrayList<String>();
        try (var files = Files.walk(classes)) {
            for (var file :
                    (Iterable<Path>) files.filter(path -> path.toString().endsWith(".class"))::iterator) {
                for (var constant : ClassFile.of().parse(file).constantPool()) {
                    if (constant instanceof StringEntry text
                            && CONVERSION_OF_A_LOCALE
                                    .matcher(text.stringValue())
                                    .find()) {
                        found.add(classes.relativize(file) + ": " + text.stringValue());
                    }
                }
            }
        }

        assertThat(found).as("write %s instead of %d").isEmpty();
    }
}
