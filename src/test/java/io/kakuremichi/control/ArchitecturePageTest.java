package io.kakuremichi.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

/** The table of packages in {@code architecture.md} has all of them, with what each may use. */
@Execution(CONCURRENT)
class ArchitecturePageTest {
    private static final Path PAGE = Path.of("src/docs/architecture.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[^|]*`) \\| [^|]+ \\| ?(.*?) ?\\|$");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    /** Ends a list that is not complete. */
    private static final String OTHERS = "…";

    private static final String ALL_BUT_A_FEW = "nearly all";

    private record Row(List<String> packages, String uses) {}

    @Test
    void everyPackageHasARow() throws IOException {
        var named = new ArrayList<String>();
        for (var row : rows()) {
            named.addAll(row.packages());
        }

        assertThat(named).containsExactlyInAnyOrderElementsOf(PackageRules.MAY_USE.keySet());
    }

    @Test
    void whatARowSaysIsUsedIsAllowed() throws IOException {
        assertThat(rows())
                .filteredOn(row -> !row.uses().startsWith(ALL_BUT_A_FEW))
                .allSatisfy(row -> assertThat(row.packages()).allSatisfy(name -> {
                    var used = assertThat(names(row.uses())).as(name);
                    if (row.uses().endsWith(OTHERS)) {
                        used.isSubsetOf(PackageRules.MAY_USE.get(name));
                    } else {
                        used.containsExactlyInAnyOrder(PackageRules.MAY_USE.get(name));
                    }
                }));
    }

    private static List<Row> rows() throws IOException {
        return ROW.matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult row) -> new Row(names(row.group(1)), row.group(2)))
                .toList();
    }

    private static List<String> names(String cell) {
        return NAME.matcher(cell)
                .results()
                .map((MatchResult name) -> name.group(1))
                .toList();
    }
}
