package io.kakuremichi.control.session.dialect;

import io.kakuremichi.control.protocol.ControlMessage;

/** Which changes a client receives as messages; all other changes reach it in a whole configuration. */
public enum DeliveryMode {
    /** No change is a message. */
    CONFIGS {
        @Override
        public boolean carries(ControlMessage.OfState message) {
            return false;
        }
    },
    /** Changes of tunnels are messages. */
    TUNNELS {
        @Override
        public boolean carries(ControlMessage.OfState message) {
            return !(message instanceof ControlMessage.Delta);
        }
    },
    /** Every change is a message. */
    DELTAS {
        @Override
        public boolean carries(ControlMessage.OfState message) {
            return true;
        }
    };

    /** Returns whether the client receives that message. */
    public abstract boolean carries(ControlMessage.OfState message);
}
