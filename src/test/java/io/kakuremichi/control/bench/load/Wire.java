package io.kakuremichi.control.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;

/** One socket of the {@link Loop}, confined to its thread. */
abstract class Wire {
    private final Loop loop;
    private final Queue<ByteBuffer> outbound = new ArrayDeque<>(1);
    private SocketChannel channel;
    private SelectionKey key;

    Wire(Loop loop) {
        this.loop = loop;
    }

    abstract void connected();

    abstract void received(ByteBuffer bytes);

    /** Once, whoever closed it. */
    abstract void ended();

    /**
     * Begins to connect.
     *
     * @param from the local address: one alone has too few ports for many connections
     */
    final void connect(InetSocketAddress server, String from) {
        try {
            channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.bind(new InetSocketAddress(from, 0));
            key = channel.register(loop.selector(), SelectionKey.OP_CONNECT, this);
            if (channel.connect(server)) {
                open();
            }
        } catch (IOException e) {
            end();
        }
    }

    final void write(ByteBuffer bytes) {
        if (!isOpen()) {
            return;
        }
        outbound.add(bytes);
        if (outbound.size() == 1) {
            flush();
        }
    }

    final boolean isOpen() {
        return channel != null && channel.isOpen();
    }

    final void end() {
        if (isOpen()) {
            try {
                channel.close();
            } catch (IOException e) {
                // It is gone either way.
            }
            outbound.clear();
            ended();
        }
    }

    final void ready(SelectionKey selected) {
        try {
            if (selected.isValid() && selected.isConnectable() && channel.finishConnect()) {
                open();
            }
            if (selected.isValid() && selected.isWritable()) {
                flush();
            }
            if (Loop.isReadable(selected)) {
                read();
            }
        } catch (IOException e) {
            end();
        }
    }

    private void open() {
        key.interestOps(SelectionKey.OP_READ);
        connected();
    }

    private void read() throws IOException {
        var bytes = loop.inbound();
        if (channel.read(bytes) < 0) {
            end();
        } else {
            received(bytes.flip());
        }
    }

    private void flush() {
        try {
            while (!outbound.isEmpty()) {
                channel.write(outbound.element());
                if (outbound.element().hasRemaining()) {
                    key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                    return;
                }
                outbound.remove();
            }
            key.interestOps(SelectionKey.OP_READ);
        } catch (IOException e) {
            end();
        }
    }
}
