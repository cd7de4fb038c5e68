package io.kakuremichi.control.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;

/** Takes a server's WebSocket frames apart (RFC 6455). Keeps of a message only its first and last bytes and its length. */
final class Frames {
    private static final int HEAD = 512;
    private static final int TAIL = 32;
    private static final int CLOSE = 8;
    private static final int PING = 9;

    private final Listener listener;
    private final byte[] header = new byte[10];
    private int headerLength;
    private long payloadLeft;
    private boolean last;
    private int opcode;
    private final byte[] head = new byte[HEAD];
    private final byte[] tail = new byte[TAIL];
    private int length;

    Frames(Listener listener) {
        this.listener = listener;
    }

    /** Hears what came. */
    interface Listener {
        /** A whole message. */
        void message(String head, String tail, int length);

        void ping();

        void close();
    }

    void take(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (payloadLeft == 0) {
                header[headerLength++] = bytes.get();
                if (headerLength >= 2 && headerLength == headerSize()) {
                    begin();
                }
            } else {
                payload(bytes);
            }
        }
    }

    private int headerSize() {
        return switch (header[1] & 0x7f) {
            case 126 -> 4;
            case 127 -> 10;
            default -> 2;
        };
    }

    private void begin() {
        last = (header[0] & 0x80) != 0;
        opcode = header[0] & 0x0f;
        var short7 = header[1] & 0x7f;
        payloadLeft = short7 < 126 ? short7 : 0;
        for (var i = 2; i < headerLength; i++) {
            payloadLeft = payloadLeft << 8 | header[i] & 0xff;
        }
        headerLength = 0;
        if (payloadLeft == 0) {
            frameOver();
        }
    }

    private void payload(ByteBuffer bytes) {
        var size = (int) Math.min(payloadLeft, bytes.remaining());
        payloadLeft -= size;
        if (opcode < CLOSE) {
            keep(bytes, size);
        }
        bytes.position(bytes.position() + size);
        if (payloadLeft == 0) {
            frameOver();
        }
    }

    private void keep(ByteBuffer bytes, int size) {
        if (length < HEAD) {
            bytes.get(bytes.position(), head, length, Math.min(size, HEAD - length));
        }
        var kept = Math.min(size, TAIL);
        System.arraycopy(tail, kept, tail, 0, TAIL - kept);
        bytes.get(bytes.position() + size - kept, tail, TAIL - kept, kept);
        length += size;
    }

    private void frameOver() {
        switch (opcode) {
            case CLOSE -> listener.close();
            case PING -> listener.ping();
            case 0, 1 -> {
                if (last) {
                    var whole = length;
                    length = 0;
                    listener.message(
                            new String(head, 0, Math.min(whole, HEAD), ISO_8859_1),
                            new String(tail, ISO_8859_1),
                            whole);
                }
            }
            default -> {
                // Pongs and binary frames are never sent.
            }
        }
    }
}
