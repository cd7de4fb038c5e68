package io.kakuremichi.control.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversations of the clients in the field, word by word. */
class FieldDialectIT {
    @TempDir
    Path dataDir;

    private ControlProcess control;

    @BeforeEach
    void start() throws Exception {
        control = ControlProcess.start(dataDir);
    }

    @AfterEach
    void stop() throws Exception {
        control.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent.txt", "gateway.txt", "refused.txt"})
    void saysWordForWordWhatTheyAreUsedTo(String name) throws Exception {
        Transcript.of(name, control.api()).play();

        assertThat(control.log()).doesNotContain("ERROR", "WARN");
    }
}
