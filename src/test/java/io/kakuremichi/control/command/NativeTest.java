package io.kakuremichi.control.command;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

/** What would work on a JVM and not in a native image, or not be built at all. */
class NativeTest {
    private static final JavaClasses COMMANDS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.kakuremichi.control.command");

    @Test
    void answersAreReadAsTreesAndBoundToNoTypes() {
        noClasses()
                .should()
                .callMethodWhere(target(owner(JavaClass.Predicates.assignableTo(ObjectMapper.class)))
                        .and(target(nameMatching(
                                "readValue.*|treeTo.*|convertValue|valueToTree|writeValue.*|writer.*|reader.*"))))
                .check(COMMANDS);
    }

    /** The framework makes beans of others, and looks for what their constructors want. */
    @Test
    void commandsAreNoBeans() {
        classes()
                .that()
                .areAnnotatedWith(Command.class)
                .and()
                .doNotHaveModifier(com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT)
                .should(new ArchCondition<JavaClass>("have only a constructor without parameters") {
                    @Override
                    public void check(JavaClass command, ConditionEvents events) {
                        var right = command.getConstructors().stream()
                                .allMatch(each -> each.getParameters().isEmpty());
                        events.add(new SimpleConditionEvent(command, right, command.getName()));
                    }
                })
                .check(COMMANDS);
    }
}
