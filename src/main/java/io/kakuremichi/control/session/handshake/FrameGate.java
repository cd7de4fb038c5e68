package io.kakuremichi.control.session.handshake;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Holds the frames that arrive before the session is open, and removes itself then. A client may send its first frame right behind the
 * upgrade request; Vert.x drops frames that arrive before a handler for them is set. On the event loop.
 */
final class FrameGate extends ChannelInboundHandlerAdapter {
    /** As much as one message may have; a client that sends more before it was answered is cut off. */
    private static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_FRAMES = 64;

    private final Queue<WebSocketFrame> held = new ArrayDeque<>();
    private int bytes;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof WebSocketFrame frame)) {
            context.fireChannelRead(message);
            return;
        }
        bytes += frame.content().readableBytes();
        held.add(frame);
        if (bytes > MAX_BYTES || held.size() > MAX_FRAMES) {
            context.close();
        }
    }

    /** Passes on what was held. The pipeline calls this when the gate is removed, at the latest when the channel has closed. */
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (held.isEmpty()) {
            return;
        }
        for (var frame = held.poll(); frame != null; frame = held.poll()) {
            if (context.channel().isActive()) {
                context.fireChannelRead(frame);
            } else {
                ReferenceCountUtil.release(frame);
            }
        }
        // Vert.x flushes its answers at the end of a read.
        context.fireChannelReadComplete();
    }
}
