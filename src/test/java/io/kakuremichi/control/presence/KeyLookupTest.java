package io.kakuremichi.control.presence;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.credential.SecretHash;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class KeyLookupTest {
    private static final SecretHash RIGHT = Secret.newApiKey(ClientType.AGENT).hash();

    private final Semaphore statements = new Semaphore(0);
    private final List<Integer> sizes = new CopyOnWriteArrayList<>();
    private final KeyLookup lookup = new KeyLookup(keys -> {
        statements.acquireUninterruptibly();
        sizes.add(keys.size());
        var known = new KeyLookup.Key(ClientType.AGENT, RIGHT);
        return keys.contains(known) ? Set.of(known) : Set.of();
    });

    @Test
    void manyUnknownKeysShareStatements() throws Exception {
        var answers = new ArrayList<CompletableFuture<Boolean>>();
        for (var i = 0; i < 1_000; i++) {
            answers.add(lookup.isKnown(
                    ClientType.AGENT, Secret.newApiKey(ClientType.AGENT).hash()));
        }
        answers.add(lookup.isKnown(ClientType.AGENT, RIGHT));

        statements.release(10);

        assertThat(answers.getLast().get(10, SECONDS)).isTrue();
        assertThat(answers.getFirst().get(10, SECONDS)).isFalse();
        assertThat(sizes).hasSizeLessThanOrEqualTo(4);
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1_001);
    }

    @Test
    void theSameKeyWaitsOnce() throws Exception {
        lookup.isKnown(ClientType.AGENT, Secret.newApiKey(ClientType.AGENT).hash());
        var first = lookup.isKnown(ClientType.AGENT, RIGHT);
        var second = lookup.isKnown(ClientType.AGENT, RIGHT);
        first.cancel(false);

        statements.release(10);

        assertThat(second.get(10, SECONDS)).isTrue();
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(2);
    }

    @Test
    void aKeyOfTheOtherTypeIsUnknown() throws Exception {
        statements.release();

        assertThat(lookup.isKnown(ClientType.GATEWAY, RIGHT).get(10, SECONDS)).isFalse();
    }

    @Test
    void moreThanCanWaitAreRefusedAtOnce() {
        CompletableFuture<Boolean> last = null;
        for (var i = 0; i < KeyLookup.CAPACITY + 501; i++) {
            last = lookup.isKnown(
                    ClientType.AGENT, Secret.newApiKey(ClientType.AGENT).hash());
        }

        assertThat(last).isCompletedExceptionally();
        assertThatThrownBy(last::get).hasCauseInstanceOf(RejectedExecutionException.class);
        statements.release(100);
    }

    @Test
    void anOutageIsToldToThoseWhoWaitAndEndsWithIt() throws Exception {
        var away = new Semaphore(1);
        var recovering = new KeyLookup(keys -> {
            if (away.tryAcquire()) {
                throw new SQLException("away");
            }
            return Set.copyOf(keys);
        });
        var during = recovering.isKnown(ClientType.AGENT, RIGHT);
        assertThatThrownBy(() -> during.get(10, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(SQLException.class);

        assertThat(recovering.isKnown(ClientType.AGENT, RIGHT).get(10, SECONDS)).isTrue();
    }
}
