package io.kakuremichi.control.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Marks requests that do not have the form that HTTP requires as not decoded, in front of Vert.x, so that they are refused like what the
 * decoder refuses. Nothing behind a refused request is read, because the connection is closed when it was answered. On the event loop.
 */
public final class FormCheck extends ChannelInboundHandlerAdapter {
    private static final String NAME = "kakuremichi-form-check";

    /** What REST takes for the host of an HTTP/1.0 request without one; it fails without a host. */
    private static final String NO_HOST = "localhost";

    private boolean refused;

    private FormCheck() {}

    static void addBefore(ChannelPipeline pipeline, String handler) {
        pipeline.addBefore(handler, NAME, new FormCheck());
    }

    /** Removes it from a connection that has become a WebSocket. */
    public static void remove(ChannelPipeline pipeline) {
        if (pipeline.get(NAME) != null) {
            pipeline.remove(NAME);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (refused) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            check(request);
            refused = !request.decoderResult().isSuccess();
        }
        context.fireChannelRead(message);
        if (refused && !(message instanceof LastHttpContent)) {
            context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    private static void check(HttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            return;
        }
        var headers = request.headers();
        RequestForm.fault(request.protocolVersion(), headers.getAll(HttpHeaderNames.HOST), request.uri())
                .ifPresent(fault -> request.setDecoderResult(DecoderResult.failure(new Malformed(fault))));
        if (!headers.contains(HttpHeaderNames.HOST)) {
            headers.set(HttpHeaderNames.HOST, NO_HOST);
        }
    }

    /** The fault of a request. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String fault) {
            // Without a stack trace: strangers cause these, and no log shows them.
            super(fault, null, false, false);
        }
    }
}
