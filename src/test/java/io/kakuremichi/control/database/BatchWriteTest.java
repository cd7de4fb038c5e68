package io.kakuremichi.control.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchWriteTest {
    private static final int ROWS = 10_000;

    private final List<Integer> written = new ArrayList<>();
    private final List<Integer> refused = new ArrayList<>();
    private int statements;

    @ParameterizedTest
    @ValueSource(strings = {"22021", "22P05", "23505", "23514", "21000", "54000"})
    void rowThatIsRefusedFailsNoOther(String state) throws SQLException {
        write(ROWS, Set.of(7_777), state);

        assertThat(refused).containsExactly(7_777);
        assertThat(written).hasSize(ROWS - 1).doesNotContain(7_777).isSorted();
        assertThat(statements).isLessThan(30);
    }

    @Test
    void severalRowsAreFound() throws SQLException {
        write(100, Set.of(0, 1, 50, 99), "22021");

        assertThat(refused).containsExactly(0, 1, 50, 99);
        assertThat(written).hasSize(96);
    }

    @Test
    void goodBatchIsOneStatement() throws SQLException {
        write(ROWS, Set.of(), "22021");

        assertThat(statements).isEqualTo(1);
    }

    @Test
    void noRowIsNoStatement() throws SQLException {
        write(0, Set.of(), "22021");

        assertThat(statements).isZero();
    }

    /** An outage, a cancelled statement, a missing table: trying parts of the batch would only repeat it. */
    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "57014", "53100", "40P01", "25006", "42P01"})
    void failureOfAnotherKindIsNotBlamedOnRows(String state) {
        assertThatThrownBy(() -> write(ROWS, Set.of(3), state)).isInstanceOf(SQLException.class);

        assertThat(refused).isEmpty();
        assertThat(statements).isEqualTo(1);
    }

    private void write(int rows, Set<Integer> bad, String state) throws SQLException {
        BatchWrite.execute(
                IntStream.range(0, rows).boxed().toList(),
                batch -> {
                    statements++;
                    if (batch.stream().anyMatch(bad::contains)) {
                        throw new SQLException("refused", state);
                    }
                    written.addAll(batch);
                },
                (row, reason) -> refused.add(row));
    }
}
