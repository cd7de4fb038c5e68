package io.kakuremichi.control;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vertx.core.http.WebSocketBase;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which package may know which: arrows point one way. */
class ArchitectureTest {
    private static final String BASE = "io.kakuremichi.control";

    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(BASE);

    /** For each package, all of ours that it may use. */
    private static final Map<String, String[]> MAY_USE = new TreeMap<>(Map.ofEntries(
            Map.entry("change", uses()),
            Map.entry("credential", uses()),
            Map.entry("protocol", uses("credential")),
            Map.entry("platform", uses("credential")),
            Map.entry("openapi", uses()),
            Map.entry("access", uses("credential", "platform")),
            Map.entry("audit", uses("access", "credential", "platform")),
            Map.entry("sealing", uses("access", "credential", "platform")),
            Map.entry("command", uses("backup", "credential", "platform")),
            Map.entry("network", uses("platform")),
            Map.entry("client", uses("access", "audit", "change", "credential", "network", "platform")),
            Map.entry("presence", uses("access", "client", "credential", "platform", "topology")),
            Map.entry("agent", uses("access", "change", "client", "credential", "network", "platform", "presence")),
            Map.entry("gateway", uses("access", "change", "client", "credential", "network", "platform", "presence")),
            Map.entry("tunnel", uses("access", "agent", "client", "change", "platform")),
            Map.entry("certificate", uses("access", "change", "credential", "platform", "protocol")),
            Map.entry("topology", uses("change", "credential", "network", "protocol")),
            Map.entry(
                    "session",
                    uses(
                            "audit",
                            "certificate",
                            "change",
                            "client",
                            "credential",
                            "gateway",
                            "network",
                            "platform",
                            "presence",
                            "protocol",
                            "topology",
                            "tunnel")),
            Map.entry("backup", uses("access", "audit", "credential", "platform")),
            Map.entry("feed", uses("change", "credential", "platform", "presence", "topology"))));

    private static String[] uses(String... packages) {
        return packages;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "change",
                "client",
                "credential",
                "protocol",
                "platform",
                "openapi",
                "access",
                "audit",
                "sealing",
                "command",
                "network",
                "presence",
                "agent",
                "gateway",
                "tunnel",
                "certificate",
                "topology",
                "session",
                "backup",
                "feed"
            })
    void usesOnlyWhatItMay(String name) {
        var allowed =
                Arrays.stream(MAY_USE.get(name)).map(ArchitectureTest::subtree).toArray(String[]::new);
        var foreign = resideInAPackage(subtree(""))
                .and(resideOutsideOfPackage(subtree(name)))
                .and(resideOutsideAll(allowed));

        noClasses()
                .that()
                .resideInAPackage(subtree(name))
                .should(dependOnClassesThat(foreign))
                .check(CLASSES);
    }

    @Test
    void everyPackageHasItsRule() {
        var known = MAY_USE.keySet().stream().map(ArchitectureTest::subtree).toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(BASE + ".*..")
                .should()
                .resideOutsideOfPackages(known)
                .check(CLASSES);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching(BASE + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlySessionsKnowWebSockets() {
        noClasses()
                .that()
                .resideOutsideOfPackage(subtree("session"))
                .should()
                .dependOnClassesThat()
                .areAssignableTo(WebSocketBase.class)
                .check(CLASSES);
    }

    /** The feed listens and a backup copies, both on connections of their own, by what only this driver has. */
    @Test
    void onlyTheFeedAndBackupsKnowTheDriver() {
        onlyIn("org.postgresql..", "feed", "backup");
    }

    @Test
    void onlyResourcesAndWhatGuardsThemKnowRest() {
        noClasses()
                .that()
                .resideOutsideOfPackages(subtree("platform"), subtree("access"), subtree("audit"))
                .and()
                .haveSimpleNameNotEndingWith("Resource")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.ws.rs..")
                .check(CLASSES);
    }

    @Test
    void sessionsKnowNothingOfTheDatabase() {
        noClasses()
                .that()
                .resideInAPackage(subtree("session"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "jakarta.persistence..", "io.agroal..")
                .check(CLASSES);
    }

    private static void onlyIn(String library, String... names) {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        Arrays.stream(names).map(ArchitectureTest::subtree).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }

    private static com.tngtech.archunit.base.DescribedPredicate<JavaClass> resideOutsideAll(String... packages) {
        return JavaClass.Predicates.resideOutsideOfPackages(packages);
    }

    private static String subtree(String name) {
        return name.isEmpty() ? BASE + ".." : BASE + "." + name + "..";
    }
}
