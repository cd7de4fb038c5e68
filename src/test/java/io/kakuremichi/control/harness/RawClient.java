package io.kakuremichi.control.harness;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

/** A WebSocket that makes its frames by hand, for what a client's library would never send. */
public final class RawClient implements AutoCloseable {
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int CONTINUATION = 0x0;
    private static final int TEXT = 0x1;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xa;
    private static final int LENGTH_OF_16_BITS = 126;
    private static final int LENGTH_OF_64_BITS = 127;
    private static final int MAX_HEADER = 14;
    private static final int NO_CODE = 1005;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Socket socket;
    private final DataInputStream in;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** Opens a socket and upgrades it. */
    public static RawClient open(ControlApi control, String pathAndQuery) throws IOException {
        return open(control, pathAndQuery, new Socket());
    }

    /** The same with room for so many bytes that were not read yet, so that it soon holds up who sends. */
    public static RawClient openNarrow(ControlApi control, String pathAndQuery, int bytes) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(bytes);
        return open(control, pathAndQuery, socket);
    }

    /** Opens a socket and sends a text in the same write as the upgrade request. */
    public static RawClient openWithText(ControlApi control, String pathAndQuery, String text) throws IOException {
        return open(control, pathAndQuery, new Socket(), frameOf(FINAL | TEXT, text));
    }

    private static RawClient open(ControlApi control, String pathAndQuery, Socket socket) throws IOException {
        return open(control, pathAndQuery, socket, new byte[0]);
    }

    private static RawClient open(ControlApi control, String pathAndQuery, Socket socket, byte[] behind)
            throws IOException {
        var base = control.base();
        socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
        var client = new RawClient(socket);
        client.socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
        var request = new ByteArrayOutputStream();
        request.writeBytes("""
                        GET %s HTTP/1.1\r
                        Host: %s\r
                        Connection: Upgrade\r
                        Upgrade: websocket\r
                        Sec-WebSocket-Version: 13\r
                        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                        \r
                        """.formatted(pathAndQuery, base.getAuthority()).getBytes(US_ASCII));
        request.writeBytes(behind);
        client.write(request.toByteArray());
        client.skipHandshake();
        return client;
    }

    /** Sends a text in one frame, whatever its size. */
    public RawClient text(String text) throws IOException {
        write(frameOf(FINAL | TEXT, text));
        return this;
    }

    /**
     * Sends a frame.
     *
     * @param firstByte its bits and opcode
     */
    public RawClient frame(int firstByte, byte[] payload) throws IOException {
        write(frameOf(firstByte, payload));
        return this;
    }

    /** Sends a text in as many frames. */
    public RawClient fragments(String... parts) throws IOException {
        for (var i = 0; i < parts.length; i++) {
            var last = i == parts.length - 1 ? FINAL : 0;
            write(frameOf(last | (i == 0 ? TEXT : CONTINUATION), parts[i]));
        }
        return this;
    }

    /** Sends a text many times, all in one write. */
    public RawClient burst(String text, int times) throws IOException {
        var all = new ByteArrayOutputStream();
        var frame = frameOf(FINAL | TEXT, text);
        for (var i = 0; i < times; i++) {
            all.writeBytes(frame);
        }
        write(all.toByteArray());
        return this;
    }

    /** Reads until a text frame that contains this. */
    public RawClient awaits(String part) throws IOException {
        while (!readText().contains(part)) {
            // What came before it is of no interest.
        }
        return this;
    }

    /** Reads the next message. */
    public JsonNode message() throws IOException {
        return ControlApi.JSON.readTree(readText());
    }

    /** Reads until a ping with that payload. */
    public RawClient awaitsPing(String payload) throws IOException {
        var frame = read();
        while (frame.opcode != PING || !payload.equals(new String(frame.payload, UTF_8))) {
            frame = read();
        }
        return this;
    }

    /** Reads until a pong and returns its payload. */
    public String awaitsPong() throws IOException {
        var frame = read();
        while (frame.opcode != PONG) {
            frame = read();
        }
        return new String(frame.payload, UTF_8);
    }

    private String readText() throws IOException {
        var frame = read();
        while (frame.opcode != TEXT) {
            frame = read();
        }
        return new String(frame.payload, UTF_8);
    }

    /** Reads until the close frame and returns its code; 1006 when the connection ends without one. */
    public int awaitsClose() throws IOException {
        try {
            while (true) {
                var frame = read();
                if (frame.opcode == CLOSE) {
                    return frame.payload.length == 0
                            ? NO_CODE
                            : ByteBuffer.wrap(frame.payload).getShort();
                }
            }
        } catch (EOFException e) {
            return 1006;
        }
    }

    private void skipHandshake() throws IOException {
        var header = new StringBuilder();
        while (header.indexOf("\r\n\r\n") < 0) {
            header.append((char) in.readUnsignedByte());
        }
        if (!header.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("not upgraded: " + header);
        }
    }

    private static byte[] frameOf(int firstByte, String text) {
        return frameOf(firstByte, text.getBytes(UTF_8));
    }

    /** Masked with zeros, which leaves the payload as it is. */
    private static byte[] frameOf(int firstByte, byte[] payload) {
        var frame = ByteBuffer.allocate(payload.length + MAX_HEADER).put((byte) firstByte);
        if (payload.length < LENGTH_OF_16_BITS) {
            frame.put((byte) (MASKED | payload.length));
        } else if (payload.length < 1 << 16) {
            frame.put((byte) (MASKED | LENGTH_OF_16_BITS)).putShort((short) payload.length);
        } else {
            frame.put((byte) (MASKED | LENGTH_OF_64_BITS)).putLong(payload.length);
        }
        frame.putInt(0).put(payload);
        return Arrays.copyOf(frame.array(), frame.position());
    }

    private void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    private Frame read() throws IOException {
        var opcode = in.readUnsignedByte() & 0x0f;
        long length = in.readUnsignedByte();
        if (length == LENGTH_OF_16_BITS) {
            length = in.readUnsignedShort();
        } else if (length == LENGTH_OF_64_BITS) {
            length = in.readLong();
        }
        return new Frame(opcode, in.readNBytes(Math.toIntExact(length)));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private record Frame(int opcode, byte[] payload) {}
}
