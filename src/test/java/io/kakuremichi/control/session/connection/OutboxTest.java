package io.kakuremichi.control.session.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.protocol.ControlMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final int CAPACITY = 3;

    private final List<OutboundItem> begun = new ArrayList<>();
    private final List<CompletableFuture<Void>> sends = new ArrayList<>();
    private final List<Integer> over = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Outbox outbox = new Outbox(CAPACITY, this::begin, failures::add);

    @Test
    void oneIsSentAtATimeInOrder() {
        var items = IntStream.range(0, CAPACITY).mapToObj(this::item).toList();
        items.forEach(item -> assertThat(outbox.offer(item)).isTrue());
        assertThat(begun).containsExactly(items.getFirst());

        sends.getFirst().complete(null);

        assertThat(begun).containsExactly(items.get(0), items.get(1));
        assertThat(over).containsExactly(0);
    }

    @Test
    void takesNoMoreThanItHolds() {
        for (var number = 0; number <= CAPACITY; number++) {
            assertThat(outbox.offer(item(number))).isTrue();
        }

        assertThat(outbox.offer(item(9))).isFalse();
        sends.getFirst().complete(null);
        assertThat(outbox.offer(item(9))).isTrue();
    }

    @Test
    void goesOnAfterASendThatFailed() {
        outbox.offer(item(0));
        outbox.offer(item(1));

        var failure = new IllegalStateException("provoked by a test");
        sends.getFirst().completeExceptionally(failure);

        assertThat(failures).containsExactly(failure);
        assertThat(begun).hasSize(2);
        assertThat(over).containsExactly(0);
    }

    @Test
    void goesOnAfterOneThatCouldNotEvenBegin() {
        var broken = new Outbox(
                CAPACITY,
                item -> {
                    throw new NoClassDefFoundError("provoked by a test");
                },
                failures::add);

        broken.offer(item(0));
        broken.offer(item(1));

        assertThat(over).containsExactly(0, 1);
        assertThat(failures).hasSize(2).allMatch(NoClassDefFoundError.class::isInstance);
    }

    @Test
    void whatIsDroppedIsNotSent() {
        outbox.offer(item(0));
        outbox.offer(item(1));
        outbox.offer(new OutboundItem.Recovery(() -> {}));

        assertThat(outbox.drop(OutboundItem::isOfState)).isEqualTo(1);

        sends.getFirst().complete(null);
        assertThat(begun.getLast()).isInstanceOf(OutboundItem.Recovery.class);
    }

    @Test
    void manySendsThatAreThroughAtOnceNeedNoStack() {
        var first = new CompletableFuture<Void>();
        var sent = new ArrayList<OutboundItem>();
        var quick = new Outbox(
                100_000,
                item -> {
                    sent.add(item);
                    return sent.size() == 1 ? first : CompletableFuture.completedFuture(null);
                },
                failures::add);
        for (var number = 0; number < 100_000; number++) {
            quick.offer(item(number));
        }

        first.complete(null);

        assertThat(sent).hasSize(100_000);
    }

    private CompletableFuture<Void> begin(OutboundItem item) {
        var send = new CompletableFuture<Void>();
        begun.add(item);
        sends.add(send);
        return send;
    }

    private OutboundItem item(int number) {
        return OutboundItem.Message.change(
                new ControlMessage.TunnelDelete(new UUID(0, number)), number, () -> over.add(number));
    }
}
