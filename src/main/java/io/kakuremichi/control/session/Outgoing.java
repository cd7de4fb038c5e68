package io.kakuremichi.control.session;

import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.protocol.Codec;
import io.kakuremichi.control.protocol.ControlMessage;
import org.jspecify.annotations.Nullable;

/** What may wait in an outbox. */
sealed interface Outgoing {
    /** A message; one instance may wait in many outboxes, and is encoded by the first that sends it. */
    final class Message implements Outgoing {
        private final ControlMessage message;
        private final long revision;
        private final @Nullable String deliveredKey;
        private volatile @Nullable Encoded encoded;

        /**
         * @param revision that a message of state describes; any number for others
         */
        Message(ControlMessage message, long revision) {
            this(message, revision, null);
        }

        /**
         * @param deliveredKey the public key of the pair whose private key is in the message
         */
        Message(ControlMessage message, long revision, @Nullable String deliveredKey) {
            this.message = message;
            this.revision = revision;
            this.deliveredKey = deliveredKey;
        }

        @Nullable String deliveredKey() {
            return deliveredKey;
        }

        /** Two threads may both encode, to the same text. */
        String text(Codec codec) {
            var last = encoded;
            if (last == null || last.codec() != codec) {
                last = new Encoded(codec, codec.encode(message, revision));
                encoded = last;
            }
            return last.text();
        }

        boolean isOfState() {
            return message instanceof ControlMessage.OfState;
        }

        long revision() {
            return revision;
        }

        private record Encoded(Codec codec, String text) {}
    }

    /** Ask for a fresh configuration: what waited here before was dropped. */
    record Resync() implements Outgoing {}

    /** Close once everything before it is sent. */
    record Close(CloseCode code) implements Outgoing {}
}
