package io.kakuremichi.control.session.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.DefaultEventLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopsTest {
    private static final int FEW = 50;

    private final CountingLoop loop = new CountingLoop();
    private final EventLoops eventLoops = new EventLoops();
    private final EventLoops.Lane lane = eventLoops.of(loop);
    private final List<Integer> written = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() {
        loop.shutdownGracefully();
    }

    @Test
    void whatIsGatheredWakesTheLoopOnceAndGoesInOrder() {
        eventLoops.gather();
        handOver(FEW);
        assertThat(loop.wakes).hasValue(0);

        eventLoops.release();

        awaitWritten(FEW);
        assertThat(loop.wakes).hasValue(1);
        assertThat(written).isSorted();
    }

    @Test
    void manyAreNotKeptWaitingForMore() {
        eventLoops.gather();

        handOver(1_000);

        await().until(() -> !written.isEmpty());
        eventLoops.release();
        awaitWritten(1_000);
        assertThat(written).isSorted();
    }

    @Test
    void nothingWaitsWhenNothingIsGathered() {
        handOver(FEW);

        awaitWritten(FEW);
    }

    @Test
    void theLoopItselfWaitsForNobody() throws Exception {
        eventLoops.gather();

        loop.submit(() -> handOver(1)).get();

        assertThat(written).hasSize(1);
        eventLoops.release();
    }

    private void handOver(int count) {
        IntStream.range(0, count).forEach(number -> lane.execute(() -> written.add(number)));
    }

    private void awaitWritten(int count) {
        await().until(() -> written.size() == count);
    }

    private static final class CountingLoop extends DefaultEventLoop {
        private final AtomicInteger wakes = new AtomicInteger();

        @Override
        public void execute(Runnable task) {
            if (!inEventLoop()) {
                wakes.incrementAndGet();
            }
            super.execute(task);
        }
    }
}
