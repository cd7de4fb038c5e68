package io.kakuremichi.control.http;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpStatusClass.INFORMATIONAL;
import static io.netty.handler.codec.http.HttpVersion.HTTP_1_1;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;

/**
 * Marks requests that do not have the form that HTTP requires as not decoded, in front of Vert.x, so that they are refused like what the
 * decoder refuses. A body that the decoder refuses is answered here, because Vert.x closes such a connection without a response.
 * Nothing behind a refused request is read, because the connection is closed when it was answered. On the event loop.
 */
public final class FormCheck extends ChannelDuplexHandler {
    private static final String NAME = "kakuremichi-form-check";

    /** What REST takes for the host of an HTTP/1.0 request without one; it fails without a host. */
    private static final String NO_HOST = "localhost";

    private final String notDecoded;
    private boolean refused;

    /** Requests whose response has not begun. */
    private int unanswered;

    /** Whether a response has begun and is not complete. */
    private boolean answering;

    private FormCheck(String notDecoded) {
        this.notDecoded = notDecoded;
    }

    /** @param notDecoded the body of the response to a request whose body cannot be decoded */
    static void addBefore(ChannelPipeline pipeline, String handler, String notDecoded) {
        pipeline.addBefore(handler, NAME, new FormCheck(notDecoded));
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
            unanswered++;
        } else if (message instanceof HttpContent content
                && content.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            refuseBody(context);
            return;
        }
        context.fireChannelRead(message);
        if (refused && !(message instanceof LastHttpContent)) {
            context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        var informational =
                message instanceof HttpResponse response && response.status().codeClass() == INFORMATIONAL;
        if (!informational) {
            if (message instanceof HttpResponse) {
                unanswered--;
                answering = true;
            }
            if (message instanceof LastHttpContent) {
                answering = false;
            }
        }
        context.write(message, promise);
    }

    /** Vert.x learns of it when the connection is closed. A response that has begun, or one that is due before, cannot be replaced. */
    private void refuseBody(ChannelHandlerContext context) {
        refused = true;
        if (answering || unanswered != 1) {
            // What was written before is flushed first.
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        var response = new DefaultFullHttpResponse(
                HTTP_1_1, BAD_REQUEST, Unpooled.copiedBuffer(notDecoded, StandardCharsets.UTF_8));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        SecurityHeaders.setForAll(response.headers());
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
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
