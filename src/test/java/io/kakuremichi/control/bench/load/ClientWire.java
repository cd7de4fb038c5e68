package io.kakuremichi.control.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/**
 * An agent or gateway: upgrades, authenticates, and tells its swarm what it hears. Not on the platform's WebSocket, as the tests' clients
 * are: a generator holds ten thousand connections, and must take far less CPU for each than the server that it measures.
 */
final class ClientWire extends Wire implements Frames.Listener {
    private static final Pattern EPOCH = Pattern.compile("\"epoch\":\"([^\"]+)\"");
    private static final Pattern REVISION = Pattern.compile("\"revision\":(\\d+)\\}$");
    private static final int TYPE_AT = "{\"type\":\"".length();
    private static final int END_OF_HEAD = 0x0d0a0d0a;

    private final Swarm swarm;
    private final boolean gateway;
    private final String auth;
    private final Frames frames = new Frames(this);
    private final long began = System.nanoTime();
    private final StringBuilder statusLine = new StringBuilder();
    private int lastFour;
    private boolean upgraded;
    private boolean live;
    private long revision;

    ClientWire(Loop loop, Swarm swarm, boolean gateway, String auth) {
        super(loop);
        this.swarm = swarm;
        this.gateway = gateway;
        this.auth = auth;
    }

    boolean isGateway() {
        return gateway;
    }

    long began() {
        return began;
    }

    /** The last received revision, or 0. */
    long revision() {
        return revision;
    }

    boolean isLive() {
        return live;
    }

    @Override
    void connected() {
        write(ByteBuffer.wrap(("GET /ws?type=%s HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + "Sec-WebSocket-Version: 13\r\n\r\n")
                .formatted(gateway ? "gateway" : "agent")
                .getBytes(ISO_8859_1)));
    }

    @Override
    void received(ByteBuffer bytes) {
        while (!upgraded && bytes.hasRemaining()) {
            var next = bytes.get();
            if (statusLine.length() < "HTTP/1.1 101".length()) {
                statusLine.append((char) next);
            }
            lastFour = lastFour << 8 | next & 0xff;
            if (lastFour == END_OF_HEAD) {
                if (!statusLine.toString().endsWith(" 101")) {
                    end();
                    return;
                }
                upgraded = true;
                send(auth);
                swarm.upgraded();
            }
        }
        frames.take(bytes);
    }

    /** One text frame. It is masked with zeros: that is allowed, and saves a generator work that no server notices. */
    void send(String text) {
        var payload = text.getBytes(ISO_8859_1);
        var frame = ByteBuffer.allocate(payload.length + 8);
        frame.put((byte) 0x81);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        write(frame.putInt(0).put(payload).flip());
    }

    @Override
    public void message(String head, String tail, int length) {
        var type = head.substring(TYPE_AT, head.indexOf('"', TYPE_AT));
        swarm.sizes().add((gateway ? "gateway " : "agent ") + type, length);
        switch (type) {
            case "auth_success" -> {
                var epoch = EPOCH.matcher(head);
                swarm.epoch(epoch.find() ? epoch.group(1) : "");
                if (head.contains("\"resumed\":true")) {
                    becomeLive();
                }
            }
            case "config" -> {
                var next = revision(tail);
                var missed = next - revision;
                revision = next;
                if (live) {
                    swarm.cutOver();
                    swarm.heard(this, missed);
                }
                becomeLive();
            }
            case "tunnel_update" -> {
                var next = revision(tail);
                if (gateway ? next != 0 && next != revision + 1 : next != 0 && next <= revision) {
                    swarm.failed("revision " + next + " after " + revision);
                }
                revision = next;
                swarm.heard(this, 1);
            }
            default -> swarm.failed(head);
        }
    }

    private void becomeLive() {
        if (!live) {
            live = true;
            swarm.live(this);
        }
    }

    private static long revision(String tail) {
        var found = REVISION.matcher(tail);
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }

    @Override
    public void ping() {
        // The answer of every client's library: a pong, masked with zeros. Control's pings by the clock have no
        // payload.
        write(ByteBuffer.wrap(new byte[] {(byte) 0x8a, (byte) 0x80, 0, 0, 0, 0}));
    }

    @Override
    public void close() {
        end();
    }

    /** Says goodbye as a client does; the server then closes the socket. */
    void sayGoodbye() {
        write(ByteBuffer.wrap(new byte[] {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xe8}));
    }

    @Override
    void ended() {
        swarm.ended(this);
    }
}
