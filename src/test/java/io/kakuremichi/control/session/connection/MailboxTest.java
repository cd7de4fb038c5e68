package io.kakuremichi.control.session.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private static final int BLOCKING = -1;

    private final Queue<Integer> handled = new ConcurrentLinkedQueue<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch blocked = new CountDownLatch(1);

    @AfterEach
    void release() {
        released.countDown();
    }

    @Test
    void handlesInOrder() {
        var mailbox = mailbox(1_000);
        var items = IntStream.range(0, 1_000).boxed().toList();

        items.forEach(mailbox::offer);

        await().untilAsserted(() -> assertThat(handled).containsExactlyElementsOf(items));
    }

    @Test
    void handlesOneAtATime() {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var mailbox = new Mailbox<Integer>(500, item -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.yield();
            running.decrementAndGet();
            handled.add(item);
        });

        IntStream.range(0, 500).parallel().forEach(mailbox::offer);

        await().until(() -> handled.size() == 500);
        assertThat(most).hasValue(1);
    }

    @Test
    void refusesWhatIsTooMuch() throws InterruptedException {
        var mailbox = blockedMailbox(2);

        var accepted = List.of(mailbox.offer(1), mailbox.offer(2), mailbox.offer(3));

        assertThat(accepted).containsExactly(true, true, false);
        released.countDown();
        await().untilAsserted(() -> assertThat(handled).containsExactly(BLOCKING, 1, 2));
    }

    @Test
    void dropsWhatWaits() throws InterruptedException {
        var mailbox = blockedMailbox(4);
        List.of(1, 2, 3, 4).forEach(mailbox::offer);

        mailbox.clear();

        mailbox.offer(5);
        released.countDown();
        await().untilAsserted(() -> assertThat(handled).containsExactly(BLOCKING, 5));
    }

    @Test
    void anExceptionOfTheHandlerDoesNotStopIt() {
        var mailbox = new Mailbox<Integer>(10, item -> {
            if (item == 1) {
                throw new NoClassDefFoundError("provoked by a test");
            }
            handled.add(item);
        });

        List.of(1, 2, 3).forEach(mailbox::offer);

        await().untilAsserted(() -> assertThat(handled).containsExactly(2, 3));
    }

    @Test
    void worksOnAfterItWasIdle() {
        var mailbox = mailbox(10);
        mailbox.offer(1);
        await().until(() -> handled.size() == 1);

        mailbox.offer(2);

        await().untilAsserted(() -> assertThat(handled).containsExactly(1, 2));
    }

    private Mailbox<Integer> mailbox(int capacity) {
        return new Mailbox<>(capacity, this::handle);
    }

    /** Busy with one item, so that what is offered next waits. */
    private Mailbox<Integer> blockedMailbox(int capacity) throws InterruptedException {
        var mailbox = mailbox(capacity);
        mailbox.offer(BLOCKING);
        blocked.await();
        return mailbox;
    }

    private void handle(int item) {
        if (item == BLOCKING) {
            blocked.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        handled.add(item);
    }
}
