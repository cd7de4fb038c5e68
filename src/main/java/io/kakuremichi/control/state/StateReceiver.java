package io.kakuremichi.control.state;

/** Receives the hints of all replicas, including this one. Called on the listener's thread, so implementations must not block. */
public interface StateReceiver {
    /** State was written. */
    void changed(StateHint hint);

    /** The listener is connected; earlier hints may be lost. */
    void reconnected();
}
