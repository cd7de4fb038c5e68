package io.kakuremichi.control.gateway;

import io.kakuremichi.control.change.Change;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.UUID;

/** The public addresses that gateways report of themselves. */
@ApplicationScoped
public class GatewayAddresses {
    private final Event<Change> changes;

    GatewayAddresses(Event<Change> changes) {
        this.changes = changes;
    }

    /**
     * Stores the address when it is a new one, for agents to be told. A gateway that is gone by now is ignored.
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
