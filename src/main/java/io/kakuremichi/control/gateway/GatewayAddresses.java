package io.kakuremichi.control.gateway;

import io.kakuremichi.control.change.Change;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.UUID;

/** Stores the public addresses that gateways report. */
@ApplicationScoped
public class GatewayAddresses {
    private final Event<Change> changes;

    GatewayAddresses(Event<Change> changes) {
        this.changes = changes;
    }

    /**
     * Stores the address if it is new, and announces it to agents. A gateway that has been deleted is ignored.
     *
     * @param publicIp canonical
     */
    @Transactional
    public void report(UUID gatewayId, String publicIp) {
        Gateway gateway = Gateway.findById(gatewayId, LockModeType.PESSIMISTIC_WRITE);
        if (gateway != null && !publicIp.equals(gateway.publicIp)) {
            gateway.publicIp = publicIp;
            changes.fire(new Change.GatewayUpdated(gateway.facts()));
        }
    }
}
