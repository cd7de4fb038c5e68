package io.kakuremichi.control.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.impl.VertxHandler;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;

/**
 * Answers requests that can't be decoded, or that {@link FormCheck} refuses, with an {@link ErrorBody}. Vert.x' own handler for them sends
 * no body, and Quarkus has no way to replace it: so the sockets that listen get a handler which replaces it on each accepted connection.
 * Connections of the first moments of the start are answered without a body.
 *
 * <pre>
 * listening socket ─▶ Accepted ─▶ connection ─▶ Prepared ─┬─ plain text: at once
 *                                                          └─ TLS: FirstBytes, when the handshake has made the HTTP connection
 * </pre>
 */
@Singleton
class UndecodedRequests {
    private static final String NAME = "kakuremichi-accepted";
    private static final String VERTX_HANDLER = "handler";
    private static final String NOT_DECODED = "The request is not valid HTTP";

    private final Vertx vertx;
    private final PlainErrors errors;

    UndecodedRequests(Vertx vertx, PlainErrors errors) {
        this.vertx = vertx;
        this.errors = errors;
    }

    void install(@ObservesAsync HttpServerStart started) {
        install();
    }

    void install(@ObservesAsync HttpsServerStart started) {
        install();
    }

    private void install() {
        for (var executor : ((VertxInternal) vertx).getAcceptorEventLoopGroup()) {
            if (executor instanceof SingleThreadEventLoop loop) {
                loop.execute(() -> loop.registeredChannelsIterator().forEachRemaining(this::install));
            }
        }
    }

    private void install(Channel listening) {
        if (!(listening instanceof ServerChannel)) {
            return;
        }
        // In dev mode the socket is older than this instance.
        if (listening.pipeline().get(NAME) != null) {
            listening.pipeline().remove(NAME);
        }
        listening.pipeline().addFirst(NAME, new Accepted());
    }

    /** Replaces the handler of a connection; returns false when there is no HTTP connection yet. */
    private boolean prepare(Channel channel) {
        if (channel.pipeline().get(VERTX_HANDLER) instanceof VertxHandler<?> handler
                && handler.getConnection() instanceof HttpServerConnection connection) {
            connection.invalidRequestHandler(this::refuse);
            FormCheck.addBefore(
                    channel.pipeline(), VERTX_HANDLER, errors.text(ApiErrorCode.VALIDATION_ERROR, NOT_DECODED));
            return true;
        }
        return false;
    }

    private void refuse(HttpServerRequest request) {
        // Vert.x closes the connection when the answer was sent.
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        switch (request.decoderResult().cause()) {
            case TooLongHttpLineException e ->
                errors.end(request, ApiErrorCode.URI_TOO_LONG, "The request line is too long");
            case TooLongHttpHeaderException e ->
                errors.end(request, ApiErrorCode.HEADERS_TOO_LARGE, "The headers are too large");
            case FormCheck.Malformed e ->
                errors.end(request, ApiErrorCode.VALIDATION_ERROR, String.valueOf(e.getMessage()));
            default -> errors.end(request, ApiErrorCode.VALIDATION_ERROR, NOT_DECODED);
        }
    }

    /** On the listening socket, whose thread it runs on. */
    private final class Accepted extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            if (accepted instanceof Channel connection) {
                connection.pipeline().addLast(new Prepared());
            }
            context.fireChannelRead(accepted);
        }
    }

    /** On a connection until Vert.x has set up its pipeline, which it does before the connection is active. */
    private final class Prepared extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (!prepare(context.channel())) {
                context.pipeline().addLast(new FirstBytes());
            }
            context.fireChannelActive();
            context.pipeline().remove(this);
        }
    }

    /** Behind TLS, in front of the HTTP handlers that are added when the handshake has succeeded. */
    private final class FirstBytes extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            var prepared = prepare(context.channel());
            context.fireChannelRead(message);
            if (prepared && context.pipeline().context(this) != null) {
                context.pipeline().remove(this);
            }
        }
    }
}
