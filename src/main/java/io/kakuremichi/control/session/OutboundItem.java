package io.kakuremichi.control.session;

import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.protocol.Codec;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.protocol.MessageErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may wait in an outbox. */
sealed interface OutboundItem {
    /** Whether it says something of stored state, which a fresh configuration says as well. */
    boolean isOfState();

    /** It was written, or never will be. Called once for each outbox it was in. */
    default void over() {}

    /** A message; one instance may wait in many outboxes, and is encoded by the first that sends it. */
    final class Message implements OutboundItem {
        private final ControlMessage message;
        private final long revision;
        private final @Nullable String deliveredKey;
        private final boolean isLong;
        private final Runnable over;
        private volatile @Nullable Encoded encoded;

        private Message(
                ControlMessage message, long revision, @Nullable String deliveredKey, boolean isLong, Runnable over) {
            this.isLong = isLong;
            this.message = message;
            this.revision = revision;
            this.deliveredKey = deliveredKey;
            this.over = over;
        }

        /** One that says nothing of stored state. */
        static Message answer(ControlMessage message) {
            return new Message(message, 0, null, false, () -> {});
        }

        /**
         * A change.
         *
         * @param over called once for each outbox it was in, when it was written or never will be
         */
        static Message change(ControlMessage.OfState message, long revision, Runnable over) {
            return new Message(message, revision, null, false, over);
        }

        /**
         * A whole configuration.
         *
         * @param deliveredKey the public key of the pair whose private key is in it
         */
        static Message config(
                ControlMessage.OfState message, long revision, @Nullable String deliveredKey, Runnable over) {
            return new Message(message, revision, deliveredKey, true, over);
        }

        @Nullable String deliveredKey() {
            return deliveredKey;
        }

        /** Whether to encode it takes its time. */
        boolean isLong() {
            return isLong;
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

        @Override
        public boolean isOfState() {
            return message instanceof ControlMessage.OfState;
        }

        long revision() {
            return revision;
        }

        /** The code of an error, or null when it is none. */
        @Nullable MessageErrorCode error() {
            return message instanceof ControlMessage.Fault fault ? fault.code() : null;
        }

        @Override
        public void over() {
            over.run();
        }

        private record Encoded(Codec codec, String text) {}
    }

    /**
     * The first that an authenticated client is told, and what follows from it: one item, because that may be more than an outbox
     * holds, and so that success and configuration go out in one write. Never dropped, so that there is no connection without a
     * success.
     *
     * @param rest its configuration, or what it missed one message after the other; empty when it missed nothing
     */
    record Opening(Message success, List<Message> rest) implements OutboundItem {
        @Override
        public boolean isOfState() {
            return false;
        }

        @Override
        public void over() {
            rest.forEach(Message::over);
        }
    }

    /** Ask for a fresh configuration: what waited here before was dropped. */
    record Resync() implements OutboundItem {
        @Override
        public boolean isOfState() {
            return false;
        }
    }

    /** Close once everything before it is sent. */
    record Close(CloseCode code) implements OutboundItem {
        @Override
        public boolean isOfState() {
            return false;
        }
    }
}
