package io.kakuremichi.control;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import io.netty.handler.ssl.SslContext;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.Entity;
import java.io.Closeable;
import java.net.InetAddress;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the compiler of the JVM lets pass and a native image breaks. All our classes are initialized while an image is built: what a
 * static initializer asks of the machine, it gets from the one that builds, and every start has it again.
 */
class NativeImageTest {
    private static final String BASE = "io.kakuremichi.control";

    private static final JavaClasses CLASSES = ArchitectureTest.CLASSES;

    /** Types no part of which may be called on the way through a static initializer. */
    private static final List<Class<?>> OF_THE_MACHINE = List.of(
            Random.class,
            Thread.class,
            Executor.class,
            java.util.concurrent.Executors.class,
            InetAddress.class,
            java.net.NetworkInterface.class,
            java.net.Socket.class,
            java.nio.file.Files.class,
            java.nio.channels.Channel.class,
            java.io.File.class,
            java.io.InputStream.class,
            java.time.Clock.class,
            java.util.TimeZone.class,
            java.util.Timer.class,
            Process.class,
            ProcessHandle.class,
            ProcessBuilder.class,
            Runtime.class,
            java.lang.management.ManagementFactory.class,
            java.security.Security.class,
            java.security.KeyPairGenerator.class,
            java.security.MessageDigest.class,
            javax.crypto.Cipher.class,
            javax.crypto.Mac.class,
            org.eclipse.microprofile.config.ConfigProvider.class);

    private static final Set<String> ASKS_THE_MACHINE = Set.of(
            "java.lang.System.getenv",
            "java.lang.System.getProperty",
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.time.LocalDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.time.ZoneId.systemDefault",
            "java.util.UUID.randomUUID",
            "java.util.Locale.getDefault",
            "java.nio.charset.Charset.defaultCharset");

    @Test
    void noStaticInitializerAsksTheMachineItIsBuiltOn() {
        var asking = CLASSES.stream()
                .flatMap(type -> type.getStaticInitializer().stream())
                .flatMap(initializer -> reachable(initializer).stream())
                .filter(call -> ofTheMachine().test(call.getTargetOwner())
                        || ASKS_THE_MACHINE.contains(call.getTargetOwner().getName() + "." + call.getName()))
                .map(JavaAccess::getDescription);

        assertThat(asking).isEmpty();
    }

    /** All calls on the way through a static initializer, as far as it is ours. */
    private static Set<JavaCall<?>> reachable(JavaCodeUnit initializer) {
        var calls = new LinkedHashSet<JavaCall<?>>();
        var seen = new HashSet<JavaCodeUnit>(Set.of(initializer));
        var open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            for (var call : open.remove().getCallsFromSelf()) {
                calls.add(call);
                var target = call.getTarget().resolveMember();
                target.filter(unit -> unit.getOwner().getPackageName().startsWith(BASE))
                        .filter(seen::add)
                        .ifPresent(open::add);
            }
        }
        return calls;
    }

    @Test
    void noStaticFieldHoldsWhatNoImageMayHold() {
        var held = ofTheMachine()
                .or(JavaClass.Predicates.assignableTo(Closeable.class))
                .or(JavaClass.Predicates.assignableTo(ClassLoader.class));

        noFields().that().areStatic().should().haveRawType(held).check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> ofTheMachine() {
        return describe("of the machine", type -> OF_THE_MACHINE.stream().anyMatch(type::isAssignableTo));
    }

    /** An image has only what its builder saw being used. */
    @Test
    void nothingIsLookedUpByName() {
        noClasses()
                .that()
                // At build time.
                .doNotHaveFullyQualifiedName(BASE + ".rest.RestCalls")
                .and()
                // An image has no list of names.
                .doNotHaveFullyQualifiedName(BASE + ".boot.PreloadedClasses")
                .should()
                .callMethodWhere(target(owner -> owner.isEquivalentTo(Class.class), "forName"))
                .orShould()
                .callMethodWhere(target(owner -> owner.isAssignableTo(ClassLoader.class), "loadClass"))
                .orShould()
                .callMethodWhere(target(
                        owner -> owner.isEquivalentTo(Class.class),
                        "getDeclaredConstructor",
                        "getDeclaredMethod",
                        "getDeclaredMethods",
                        "getDeclaredField",
                        "getDeclaredFields",
                        "getMethod",
                        "getMethods",
                        "getRecordComponents",
                        "getPermittedSubclasses"))
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(
                        ServiceLoader.class,
                        java.lang.reflect.Proxy.class,
                        java.lang.invoke.MethodHandles.Lookup.class,
                        java.util.ResourceBundle.class,
                        java.io.ObjectInputStream.class)
                .check(CLASSES);
    }

    /** Who else reads a resource adds it to what an image includes, and here. */
    @Test
    void onlyTheseReadResources() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(BASE + ".embeddedpostgres.PostgresBinaries")
                .and()
                .doNotHaveFullyQualifiedName(BASE + ".backup.Migrations")
                .and()
                .doNotHaveFullyQualifiedName(BASE + ".version.BuildVersion")
                .and()
                .doNotHaveFullyQualifiedName(BASE + ".console.ConsoleFiles")
                .and()
                // Not included on purpose.
                .doNotHaveFullyQualifiedName(BASE + ".boot.PreloadedClasses")
                .should()
                .callMethodWhere(target(
                        owner -> owner.isEquivalentTo(Class.class) || owner.isAssignableTo(ClassLoader.class),
                        "getResource",
                        "getResourceAsStream",
                        "getResources"))
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres-linux-%s.tar.gz",
                "db/migration/V1__initial.sql",
                "kakuremichi-version.properties",
                "console/index.html",
                "favicon.svg"
            })
    void whatIsReadIsInAnImage(String pattern) {
        var resource = pattern.formatted(System.getProperty("os.arch"));

        assertThat(included()).anyMatch(matcher -> matcher.matches(Path.of(resource)));
        assertThat(getClass().getResource("/" + resource)).isNotNull();
    }

    @Test
    void imagesHoldTheProgramsOfTheirOwnArchitectureOnly() {
        var other = Stream.of("postgres-linux-amd64.tar.gz", "postgres-linux-aarch64.tar.gz")
                .filter(resource -> !resource.contains(System.getProperty("os.arch")))
                .toList();

        assertThat(other).hasSize(1).allSatisfy(resource -> {
            assertThat(included()).noneMatch(matcher -> matcher.matches(Path.of(resource)));
            assertThat(getClass().getResource("/" + resource)).isNotNull();
        });
    }

    private static List<PathMatcher> included() {
        return ConfigProvider.getConfig().getValues("quarkus.native.resources.includes", String.class).stream()
                .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
                .toList();
    }

    /** A Netty newer than that of Quarkus may have more of them; each reaches classes of OpenSSL that are not there. */
    @Test
    void everyFactoryOfTlsContextsIsReplaced() throws ClassNotFoundException {
        var replaced = Stream.concat(
                        factories(
                                Class.forName("io.quarkus.netty.runtime.graal.Target_io_netty_handler_ssl_SslContext")),
                        factories(Class.forName(BASE + ".http.NettySslContext")))
                .collect(java.util.stream.Collectors.toSet());

        assertThat(factories(SslContext.class)).isNotEmpty().isSubsetOf(replaced);
    }

    private static Stream<List<Object>> factories(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().endsWith("ContextInternal"))
                .map(method -> List.of(method.getName(), List.of(method.getParameterTypes())));
    }

    /** Jackson reaches these through one that is registered. Hibernate registers its entities. */
    @Test
    void whatARegisteredTypeIsMadeOfIsRegisteredToo() {
        var registered = CLASSES.stream()
                .filter(type -> type.isAnnotatedWith(RegisterForReflection.class))
                .flatMap(type -> Stream.concat(
                        Stream.of(type.getName()),
                        Arrays.stream(type.getAnnotationOfType(RegisterForReflection.class)
                                        .targets())
                                .map(Class::getName)))
                .collect(java.util.stream.Collectors.toSet());

        var forgotten = CLASSES.stream()
                .filter(type -> registered.contains(type.getName()) && type.isRecord())
                .flatMap(type -> type.getFields().stream())
                .filter(field -> !field.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.STATIC))
                .flatMap(field -> field.getAllInvolvedRawTypes().stream()
                        .filter(type -> type.getPackageName().startsWith(BASE) && isTakenApart(type))
                        .filter(type -> !registered.contains(type.getName()) && !type.isAnnotatedWith(Entity.class))
                        .map(type -> field.getFullName() + ": " + type.getName()));

        assertThat(forgotten).isEmpty();
    }

    /** Enums are written by name, unless an annotation says how. */
    private static boolean isTakenApart(JavaClass type) {
        return !type.isEnum() || type.getMembers().stream().anyMatch(NativeImageTest::isJacksons);
    }

    private static boolean isJacksons(JavaMember member) {
        return member.getAnnotations().stream()
                .anyMatch(annotation -> annotation.getRawType().getPackageName().startsWith("com.fasterxml.jackson"));
    }

    private static DescribedPredicate<JavaCall<?>> target(Predicate<JavaClass> owner, String... names) {
        return describe("calls of " + String.join(", ", names), (JavaCall<?> call) -> {
            AccessTarget target = call.getTarget();
            return owner.test(target.getOwner()) && List.of(names).contains(target.getName());
        });
    }
}
