package io.kakuremichi.control;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vertx.core.http.WebSocketBase;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which package may know which: arrows point one way. */
@Execution(CONCURRENT)
class ArchitectureTest {
    private static final String BASE = "io.kakuremichi.control";

    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(BASE);

    static Stream<String> packages() {
        return PackageRules.MAY_USE.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void usesOnlyWhatItMay(String name) {
        var allowed = Arrays.stream(PackageRules.MAY_USE.get(name))
                .map(ArchitectureTest::subtree)
                .toArray(String[]::new);
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
        var known = PackageRules.MAY_USE.keySet().stream()
                .map(ArchitectureTest::subtree)
                .toArray(String[]::new);

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

    /** A connection knows none of the packages that use it. */
    @Test
    void sessionsDependInOneDirection() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(subtree("session"))
                .layer("handshake")
                .definedBy(subtree("session.handshake"))
                .layer("registry")
                .definedBy(BASE + ".session")
                .layer("inbound")
                .definedBy(subtree("session.inbound"))
                .layer("outbound")
                .definedBy(subtree("session.outbound"))
                .layer("connection")
                .definedBy(subtree("session.connection"))
                .layer("dialect")
                .definedBy(subtree("session.dialect"))
                .whereLayer("handshake")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("registry")
                .mayOnlyBeAccessedByLayers("handshake")
                .whereLayer("inbound")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("outbound")
                .mayOnlyBeAccessedByLayers("registry", "inbound")
                .whereLayer("connection")
                .mayOnlyBeAccessedByLayers("handshake", "registry", "inbound", "outbound")
                .whereLayer("dialect")
                .mayOnlyBeAccessedByLayers("registry", "inbound", "outbound", "connection")
                .check(CLASSES);
    }

    @Test
    void commandsDependInOneDirection() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(subtree("command"))
                .layer("commands")
                .definedBy(BASE + ".command")
                .layer("declarative")
                .definedBy(subtree("command.declarative"))
                .layer("remote")
                .definedBy(subtree("command.remote"))
                .layer("output")
                .definedBy(subtree("command.output"))
                .whereLayer("commands")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("declarative")
                .mayOnlyBeAccessedByLayers("commands")
                .whereLayer("remote")
                .mayOnlyBeAccessedByLayers("commands", "declarative")
                .whereLayer("output")
                .mayOnlyBeAccessedByLayers("commands", "declarative", "remote")
                .check(CLASSES);
    }

    @Test
    void onlySessionsKnowWebSockets() {
        onlyIn("io.quarkus.websockets.next..", "session");
    }

    /** Connections enter by annotated endpoints only. */
    @Test
    void nobodyOpensSocketsOfVertx() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(WebSocketBase.class)
                .check(CLASSES);
    }

    /** A start probes, the feed listens and a backup copies, each by what only this driver has. */
    @Test
    void onlyTheStartTheFeedAndBackupsKnowTheDriver() {
        onlyIn("org.postgresql..", "boot", "database", "feed", "backup");
    }

    @Test
    void onlyTheReaderOfAnOriginalKnowsSqlite() {
        onlyIn("org.sqlite..", "original");
    }

    /** Every connection gets the settings that Control relies on, except for the one by which a start looks at the database. */
    @Test
    void onlyOnePackageOpensConnections() {
        noClasses()
                .that()
                .resideOutsideOfPackage(subtree("database"))
                .and()
                .doNotHaveSimpleName("DatabaseProbe")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.postgresql.Driver")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.sql.DriverManager")
                .check(CLASSES);
    }

    @Test
    void onlyResourcesAndWhatGuardsThemKnowRest() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        subtree("http"), subtree("rest"), subtree("access"), subtree("audit"), subtree("clientapi"))
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

    /** A catch clause is no dependency to ArchUnit. */
    @Test
    void sessionsCatchNoExceptionOfTheDatabase() {
        var caught = CLASSES.stream()
                .filter(resideInAPackage(subtree("session")))
                .flatMap(type -> type.getCodeUnits().stream())
                .flatMap(unit -> unit.getTryCatchBlocks().stream())
                .flatMap(block -> block.getCaughtThrowables().stream())
                .map(JavaClass::getName)
                .toList();

        assertThat(caught)
                .contains(RuntimeException.class.getName())
                .noneMatch(name -> name.startsWith("java.sql.") || name.startsWith("jakarta.persistence."));
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

    private static DescribedPredicate<JavaClass> resideOutsideAll(String... packages) {
        return JavaClass.Predicates.resideOutsideOfPackages(packages);
    }

    private static String subtree(String name) {
        return name.isEmpty() ? BASE + ".." : BASE + "." + name + "..";
    }

    @Test
    void noRecordPrintsASecret() throws ReflectiveOperationException {
        var names = Set.of("apiKey", "key", "token", "secret", "password", "privateKey", "wireguardPrivateKey", "body");
        var checked = 0;
        for (var type : CLASSES) {
            if (!type.isRecord()) {
                continue;
            }
            var components = type.reflect().getRecordComponents();
            var arguments = new ArrayList<Object>();
            for (var component : components) {
                var isText = component.getType().isAssignableFrom(String.class);
                arguments.add(
                        isText && names.contains(component.getName())
                                ? "hidden value"
                                : Array.get(Array.newInstance(component.getType(), 1), 0));
            }
            if (arguments.contains("hidden value")) {
                checked++;
                var types =
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
                var constructor = type.reflect().getDeclaredConstructor(types);
                constructor.setAccessible(true);
                assertThat(constructor.newInstance(arguments.toArray()).toString())
                        .as(type.getName())
                        .doesNotContain("hidden value");
            }
        }
        assertThat(checked).isGreaterThan(10);
    }
}
