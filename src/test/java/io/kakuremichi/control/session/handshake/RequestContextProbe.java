package io.kakuremichi.control.session.handshake;

import io.kakuremichi.control.session.connection.InboundHandler;
import io.kakuremichi.control.session.connection.InboundItem;
import io.kakuremichi.control.session.connection.Session;
import io.quarkus.arc.Arc;
import io.vertx.core.Context;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Records for messages handled inside {@code @OnTextMessage} on which thread that is and whether a request context is active. */
@Decorator
@Priority(1)
class RequestContextProbe implements InboundHandler {
    static final Queue<Seen> SEEN = new ConcurrentLinkedQueue<>();

    private static final int ENOUGH = 1_000;

    private final InboundHandler delegate;

    @Inject
    RequestContextProbe(@Delegate @Any InboundHandler delegate) {
        this.delegate = delegate;
    }

    @Override
    public void handle(Session session, InboundItem item) {
        delegate.handle(session, item);
    }

    @Override
    public boolean handleInMemory(Session session, String text) {
        if (SEEN.size() < ENOUGH) {
            SEEN.add(new Seen(
                    text,
                    Context.isOnEventLoopThread(),
                    Arc.container().requestContext().isActive()));
        }
        return delegate.handleInMemory(session, text);
    }

    record Seen(String text, boolean onEventLoop, boolean inRequestContext) {}
}
