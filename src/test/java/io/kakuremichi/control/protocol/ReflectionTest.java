package io.kakuremichi.control.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

/** A native image has no reflection on what is not registered, and Jackson would write such a record as {@code {}}. */
@Execution(CONCURRENT)
class ReflectionTest {
    /** Taken apart by the codec: Jackson sees their components only. */
    private static final Set<Class<?>> ENVELOPES = Set.of(
            ControlMessage.AgentConfig.class,
            ControlMessage.SharedGatewayPeer.class,
            ControlMessage.GatewayConfig.class,
            ControlMessage.AgentTunnelCreate.class,
            ControlMessage.AgentTunnelUpdate.class,
            ControlMessage.GatewayTunnelCreate.class,
            ControlMessage.GatewayTunnelUpdate.class,
            ControlMessage.AgentPeerCreate.class,
            ControlMessage.AgentPeerUpdate.class,
            ControlMessage.AgentSelfUpdate.class,
            ControlMessage.GatewayPeerCreate.class,
            ControlMessage.GatewayPeerUpdate.class,
            ControlMessage.GatewaySelfUpdate.class,
            ControlMessage.CertificateUpdate.class,
            ControlMessage.Pong.class,
            ControlMessage.ConfigUpdate.class);

    @Test
    void everyMessageAndItemIsRegistered() {
        var unregistered = Stream.of(ControlMessage.class, FlatConfig.class)
                .flatMap(messages -> Arrays.stream(messages.getDeclaredClasses()))
                .filter(Class::isRecord)
                .filter(type -> !type.isAnnotationPresent(RegisterForReflection.class));

        assertThat(unregistered).containsExactlyInAnyOrderElementsOf(ENVELOPES);
    }

    @Test
    void everyBodyOfRestIsRegistered() {
        var product = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.kakuremichi.control");

        classes()
                .that(areBodiesOfRest())
                .should()
                .beAnnotatedWith(RegisterForReflection.class)
                .check(product);
    }

    private static DescribedPredicate<JavaClass> areBodiesOfRest() {
        return DescribedPredicate.describe(
                "are bodies of REST",
                type -> type.isRecord()
                        && (type.getEnclosingClass()
                                        .filter(outer -> outer.isAnnotatedWith(Path.class))
                                        .isPresent()
                                || !type.getModifiers().contains(JavaModifier.PRIVATE)
                                        && type.getName()
                                                .matches(".*(View|List|Body|Body\\$\\w+|Patch|\\.NewApiKey)")));
    }
}
