package io.kakuremichi.control.session.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.http.RefusedRequest;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.websockets.next.HttpUpgradeCheck.CheckResult;
import io.quarkus.websockets.next.HttpUpgradeCheck.HttpUpgradeContext;
import io.quarkus.websockets.next.UserData;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An upgrade request is answered whatever fails while it is checked. */
@ControlTest
class UpgradeCheckTest {
    @Inject
    UpgradeCheck check;

    @Test
    void aFailureRefusesTheUpgrade() {
        assertRefused(check.perform(new BrokenRequest()));
    }

    @Test
    void aFailureAfterALookUpRefusesTheUpgrade() {
        var refused = Uni.createFrom()
                .<CheckResult>emitter(emitter -> UpgradeCheck.complete(emitter, () -> {
                    throw new IllegalStateException("broken");
                }));

        assertRefused(refused);
    }

    private static void assertRefused(Uni<CheckResult> check) {
        assertThatThrownBy(() -> check.await().atMost(Duration.ofSeconds(10)))
                .isInstanceOfSatisfying(RefusedRequest.class, refused -> assertThat(refused.code())
                        .isEqualTo(ApiErrorCode.INTERNAL_ERROR));
    }

    private static final class BrokenRequest implements HttpUpgradeContext {
        @Override
        public HttpServerRequest httpRequest() {
            throw new IllegalStateException("broken");
        }

        @Override
        public Uni<SecurityIdentity> securityIdentity() {
            return Uni.createFrom().nullItem();
        }

        @Override
        public String pathParam(String name) {
            return "";
        }

        @Override
        public String endpointId() {
            return "";
        }

        @Override
        public UserData userData() {
            throw new IllegalStateException("broken");
        }
    }
}
