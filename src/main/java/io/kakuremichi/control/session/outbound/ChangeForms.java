package io.kakuremichi.control.session.outbound;

import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.session.connection.OutboundItem.Message;
import org.jspecify.annotations.Nullable;

/** One change in the forms that clients are sent. Each form is made when the first client needs it, and shared by the others. */
final class ChangeForms {
    private final ControlMessage.OfState message;
    private final long revision;
    private final FanoutTime time;
    private @Nullable Message whole;
    private @Nullable Message reduced;

    ChangeForms(ControlMessage.OfState message, long revision, FanoutTime time) {
        this.message = message;
        this.revision = revision;
        this.time = time;
    }

    ControlMessage.OfState message() {
        return message;
    }

    /** Returns the item for that client. */
    Message of(LiveClient client) {
        var isWhole = client.receivesProxies() || !(message instanceof ControlMessage.OfTunnel);
        var item = isWhole ? whole : reduced;
        if (item == null) {
            item = Message.change(client.formOf(message), revision, time::finished);
            if (isWhole) {
                whole = item;
            } else {
                reduced = item;
            }
        }
        return item;
    }
}
