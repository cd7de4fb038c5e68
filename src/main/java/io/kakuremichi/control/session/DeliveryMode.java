package io.kakuremichi.control.session;

import io.kakuremichi.control.protocol.ControlMessage;

/** What a client is told by messages; of everything else it learns by a whole configuration. */
enum DeliveryMode {
    /** Nothing. */
    CONFIGS {
        @Override
        boolean carries(ControlMessage.OfState message) {
            return false;
        }
    },
    /** Tunnels, as the seed has it. */
    TUNNELS {
        @Override
        boolean carries(ControlMessage.OfState message) {
            return !(message instanceof ControlMessage.Delta);
        }
    },
    /** Everything. */
    DELTAS {
        @Override
        boolean carries(ControlMessage.OfState message) {
            return true;
        }
    };

    abstract boolean carries(ControlMessage.OfState message);
}
