package io.kakuremichi.control.embeddedpostgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramsTest {
    @Test
    void aProgramThatHangsIsKilledAtTheLimit() {
        var hanging = List.of("sleep", "60");

        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThrows(IOException.class, () -> Programs.output(Duration.ofMillis(100), hanging)));
    }

    @Test
    void theOutputIsThatOfAProgramThatSucceeds() throws IOException {
        assertEquals("hello", Programs.output(List.of("echo", "hello")));
        assertThrows(IOException.class, () -> Programs.output(List.of("false")));
    }
}
