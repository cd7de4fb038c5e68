package io.kakuremichi.control;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.suite.api.ExcludePackages;
import org.junit.platform.suite.api.IncludePackages;

/** A build runs every test: those of classes named {@code *Test} by one of the two suites, those of {@code *IT} by Failsafe. */
class SuitesTest {
    /** Run by their names only. */
    private static final String ON_DEMAND = ".*\\.(Benchmark|FirstStartStress)";

    @Test
    void packagesAreInOneSuite() {
        assertThat(OthersSuite.class.getAnnotation(ExcludePackages.class).value())
                .containsExactly(
                        ClientsSuite.class.getAnnotation(IncludePackages.class).value());
    }

    @Test
    void testsAreInClassesThatAreNamedSo() {
        var tests = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                .importPackages("io.kakuremichi.control");

        methods()
                .that()
                .areMetaAnnotatedWith(Testable.class)
                .and()
                .areDeclaredInClassesThat()
                .areNotInterfaces()
                .and()
                .areDeclaredInClassesThat()
                .haveNameNotMatching(ON_DEMAND)
                .should()
                .beDeclaredInClassesThat()
                .haveNameMatching(".*(Test|IT)")
                .check(tests);
    }
}
