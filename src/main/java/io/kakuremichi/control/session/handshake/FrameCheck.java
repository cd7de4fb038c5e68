package io.kakuremichi.control.session.handshake;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Removes empty fragments at the start of a message, and reports frames that break RFC 6455. Vert.x 4.5 drops the rest of a message
 * whose first fragment is empty, and mixes it up with the next one: it takes "has collected nothing" for "has not begun"
 * ({@code WebSocketImplBase.FrameAggregator}). RFC 6455, 5.4 allows fragments of any length. After a broken frame Vert.x cuts the
 * connection off without a close frame. On the event loop.
 */
final class FrameCheck extends ChannelInboundHandlerAdapter {
    private Begun begun = Begun.NOTHING;
    private @Nullable Consumer<CorruptedWebSocketFrameException> broken;

    /** Sets what closes the connection after a broken frame. */
    void onBroken(Consumer<CorruptedWebSocketFrameException> closing) {
        broken = closing;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof WebSocketFrame frame) {
            read(context, frame);
        } else {
            context.fireChannelRead(message);
        }
    }

    private void read(ChannelHandlerContext context, WebSocketFrame frame) {
        var isEmptyFragment = !frame.isFinalFragment() && !frame.content().isReadable();
        switch (frame) {
            case TextWebSocketFrame text when isEmptyFragment -> hold(text, Begun.TEXT);
            case BinaryWebSocketFrame binary when isEmptyFragment -> hold(binary, Begun.BINARY);
            case ContinuationWebSocketFrame continuation
            when begun != Begun.NOTHING && isEmptyFragment -> hold(continuation, begun);
            case ContinuationWebSocketFrame continuation
            when begun == Begun.TEXT ->
                first(context, new TextWebSocketFrame(frame.isFinalFragment(), frame.rsv(), frame.content()));
            case ContinuationWebSocketFrame continuation
            when begun == Begun.BINARY ->
                first(context, new BinaryWebSocketFrame(frame.isFinalFragment(), frame.rsv(), frame.content()));
            default -> context.fireChannelRead(frame);
        }
    }

    private void hold(WebSocketFrame empty, Begun kind) {
        ReferenceCountUtil.release(empty);
        begun = kind;
    }

    /** The first fragment with content takes the place of the first fragment. */
    private void first(ChannelHandlerContext context, WebSocketFrame frame) {
        begun = Begun.NOTHING;
        context.fireChannelRead(frame);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        if (failure instanceof CorruptedWebSocketFrameException corrupted && broken != null) {
            // The decoder discards everything that follows, so the client gets to read the close frame.
            broken.accept(corrupted);
        } else {
            context.fireExceptionCaught(failure);
        }
    }

    /** The kind of message of which only empty fragments have arrived. */
    private enum Begun {
        NOTHING,
        TEXT,
        BINARY
    }
}
