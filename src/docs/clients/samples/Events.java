import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The events of one connection: texts, and finally its close code. Holds one text at most; the consumer asks for the next
 * one with {@code request}.
 */
final class Events extends LinkedBlockingQueue<Object> implements WebSocket.Listener {
    private static final int CUT = 1006;

    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            add(text.toString());
            text.setLength(0);
        } else {
            socket.request(1);
        }
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        add(code);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        add(CUT);
    }
}
