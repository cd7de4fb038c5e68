package io.kakuremichi.control.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

/** That a stop loads no other class is tested on a process, in DrainIT. */
@Execution(CONCURRENT)
class PreloadedClassesTest {
    /** After a rename or a new version of a library, the list has the new name. */
    @Test
    void eachListedClassExists() throws Exception {
        var loader = PreloadedClasses.class.getClassLoader();

        assertThat(PreloadedClasses.names())
                .isNotEmpty()
                .isSorted()
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThatCode(() -> loader.loadClass(name)).doesNotThrowAnyException());
    }
}
