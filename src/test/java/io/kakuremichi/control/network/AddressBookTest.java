package io.kakuremichi.control.network;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@ControlTest
class AddressBookTest {
    private final ControlApi control = ControlApi.ofTest();

    @Inject
    AddressBook book;

    @Inject
    EntityManager entities;

    /** As after a start with longer prefixes, whose subnets have room for fewer gateways. */
    @Test
    void aGatewayWithoutAPlaceInTheSubnetsRefusesTheStart() {
        var gateway = control.createGateway().id();

        assertThatCode(() -> startWithPlace(gateway, 200, 202)).doesNotThrowAnyException();
        assertThatThrownBy(() -> startWithPlace(gateway, 300, 302))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("agent-prefix must stay");

        control.delete("/api/gateways/" + gateway);
    }

    private void startWithPlace(UUID gateway, int index, int host) {
        QuarkusTransaction.begin();
        try {
            entities.createNativeQuery("UPDATE gateways SET host_index = :index, host_number = :host WHERE id = :id")
                    .setParameter("index", index)
                    .setParameter("host", host)
                    .setParameter("id", gateway)
                    .executeUpdate();
            book.start(null);
        } finally {
            QuarkusTransaction.rollback();
        }
    }
}
