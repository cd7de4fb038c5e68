package io.kakuremichi.control.session.connection;

import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.protocol.Codec;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.protocol.MessageErrorCode;
import io.kakuremichi.control.topology.ConfigDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An entry of an outbox. */
public sealed interface OutboundItem {
    /** Returns whether a fresh configuration contains what this says, so that it may be dropped in favour of one. */
    boolean isOfState();

    /** The item was written or never will be. Called once for each outbox that held it. */
    default void finished() {}

    /** A message. One instance may be in many outboxes; the first that sends it encodes it for all. */
    final class Message implements OutboundItem {
        private final ControlMessage message;
        private final long revision;
        private final boolean isLong;
        private final @Nullable DeliveredKey key;
        private final @Nullable ConfigDigest digest;
        private final Runnable finished;
        private volatile @Nullable Encoded encoded;

        private Message(
                ControlMessage message,
                long revision,
                boolean isLong,
                @Nullable DeliveredKey key,
                @Nullable ConfigDigest digest,
                Runnable finished) {
            this.message = message;
            this.revision = revision;
            this.isLong = isLong;
            this.key = key;
            this.digest = digest;
            this.finished = finished;
        }

        /** Makes a message that is not about stored state. */
        public static Message answer(ControlMessage message) {
            return new Message(message, 0, false, null, null, () -> {});
        }

        /**
         * Makes a message about one change.
         *
         * @param finished runs once for each outbox that held it, when it was written there or never will be
         */
        public static Message change(ControlMessage.OfState message, long revision, Runnable finished) {
            return new Message(message, revision, false, null, null, finished);
        }

        /**
         * Makes a message with a whole configuration.
         *
         * @param key the private key that it delivers; null when it delivers none
         * @param digest what to record when the client confirms it; null when nothing is recorded
         */
        public static Message config(
                ControlMessage.OfState message,
                long revision,
                @Nullable DeliveredKey key,
                @Nullable ConfigDigest digest,
                Runnable finished) {
            return new Message(message, revision, true, key, digest, finished);
        }

        /** Returns the public key of the pair whose private key this delivers. */
        @Nullable String deliveredKey() {
            return key == null ? null : key.publicKey();
        }

        /** Returns the digest of the configuration that this is; null when there is nothing to record. */
        @Nullable ConfigDigest digest() {
            return digest;
        }

        /** The message, and with it the private key, was written. */
        void keyWritten() {
            if (key != null) {
                key.written().run();
            }
        }

        /** Returns whether encoding takes long. */
        boolean isLong() {
            return isLong;
        }

        /** Returns the encoded message. Two threads may both encode it, to the same text. */
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

        /** Returns the code of an {@code error}; null for all other messages. */
        @Nullable MessageErrorCode error() {
            return message instanceof ControlMessage.Fault fault ? fault.code() : null;
        }

        @Override
        public void finished() {
            finished.run();
        }

        private record Encoded(Codec codec, String text) {}
    }

    /**
     * A private key inside a configuration.
     *
     * @param publicKey the public key of the same pair
     * @param written runs when the configuration was written to the socket; must not block
     */
    record DeliveredKey(String publicKey, Runnable written) {}

    /**
     * The success of an authentication and what follows it. One item, because that may be more than an outbox holds, and so that
     * success and configuration leave in one write. Never dropped: no connection is live without a success.
     *
     * @param rest the configuration, or the missed changes in order; empty when the client missed nothing
     */
    record Opening(Message success, List<Message> rest) implements OutboundItem {
        @Override
        public boolean isOfState() {
            return false;
        }

        @Override
        public void finished() {
            rest.forEach(Message::finished);
        }
    }

    /**
     * Takes the place of dropped messages after an overflow.
     *
     * @param recovered runs when everything before it was sent
     */
    record Recovery(Runnable recovered) implements OutboundItem {
        @Override
        public boolean isOfState() {
            return false;
        }
    }

    /**
     * Records that a revision changed nothing for the client, once everything before it was sent. Nothing is written.
     *
     * @param keptConfig the configuration that the client is known to have kept from an earlier connection; null otherwise
     */
    record Reached(long revision, @Nullable ConfigDigest keptConfig) implements OutboundItem {
        @Override
        public boolean isOfState() {
            return true;
        }
    }

    /** Closes the connection when everything before it was sent. */
    record Close(CloseCode code) implements OutboundItem {
        @Override
        public boolean isOfState() {
            return false;
        }
    }
}
