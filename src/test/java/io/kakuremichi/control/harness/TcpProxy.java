package io.kakuremichi.control.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Stands between two parties on loopback, and can cut them, keep them apart, or swallow what they say. */
public final class TcpProxy implements AutoCloseable {
    private final ServerSocket server;
    private volatile int targetPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition thawed = lock.newCondition();
    private volatile boolean refusing;
    private volatile long allowed = Long.MAX_VALUE;
    private boolean frozen;

    public TcpProxy(int targetPort) throws IOException {
        this.targetPort = targetPort;
        this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Leads connections to come elsewhere. */
    public void retarget(int port) {
        targetPort = port;
    }

    /** Cuts every connection and every one that is tried, until {@link #restore}. */
    public void cut() {
        refusing = true;
        sockets.forEach(TcpProxy::closeQuietly);
    }

    /** Cuts every connection that is there; new ones get through. */
    public void cutOnce() {
        sockets.forEach(TcpProxy::closeQuietly);
    }

    /** Lets so many bytes from the target through on each connection to come, then cuts it. */
    public void cutAfter(long bytes) {
        allowed = bytes;
    }

    /** Leaves connections open and lets nothing through, until {@link #restore}. */
    public void freeze() {
        lock.lock();
        try {
            frozen = true;
        } finally {
            lock.unlock();
        }
    }

    public void restore() {
        refusing = false;
        lock.lock();
        try {
            frozen = false;
            thawed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                if (refusing) {
                    client.close();
                    continue;
                }
                var target = connect(client);
                sockets.add(client);
                sockets.add(target);
                Thread.startVirtualThread(() -> pump(client, target, Long.MAX_VALUE));
                Thread.startVirtualThread(() -> pump(target, client, allowed));
            } catch (IOException e) {
                // The target refused, or this proxy is being closed: the client finds out by its own socket.
            }
        }
    }

    private Socket connect(Socket client) throws IOException {
        try {
            return new Socket(InetAddress.getLoopbackAddress(), targetPort);
        } catch (IOException refused) {
            client.close();
            throw refused;
        }
    }

    private void pump(Socket from, Socket to, long bytes) {
        try (from;
                to) {
            var buffer = new byte[16 * 1024];
            var left = bytes;
            while (left > 0) {
                var read = from.getInputStream().read(buffer);
                if (read < 0) {
                    return;
                }
                awaitThaw();
                to.getOutputStream().write(buffer, 0, (int) Math.min(read, left));
                left -= read;
            }
        } catch (IOException | InterruptedException e) {
            // One side is gone; closing both tells the other.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private void awaitThaw() throws InterruptedException {
        lock.lock();
        try {
            while (frozen) {
                thawed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Closed is closed.
        }
    }

    @Override
    public void close() throws IOException {
        restore();
        server.close();
        cutOnce();
    }
}
