package io.kakuremichi.control.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.TcpProxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A console whose replica dies. */
@BrowserTest
class ReplicaIT {
    @Test
    void consoleContinuesOnAnotherReplicaWithoutLoss(Consoles consoles) throws Exception {
        var survivor = consoles.api();
        try (var dying = consoles.control().replica("dying", Map.of());
                var address = new TcpProxy(dying.port())) {
            var base = URI.create("http://localhost:" + address.port());
            var console = consoles.stranger(base, options -> {});
            console.watch().expectCut();
            console.loginByRest(consoles.control().token("viewer")).open("agents");
            var before = ControlApi.uniqueName("before");
            survivor.createAgent(before);
            assertThat(console.row(before)).isVisible();

            address.cut();
            dying.kill();
            assertThat(console.staleBanner()).isVisible();
            var meanwhile = ControlApi.uniqueName("meanwhile");
            survivor.createAgent(meanwhile);
            address.retarget(survivor.base().getPort());
            address.restore();

            assertThat(console.row(meanwhile)).isVisible();
            assertThat(console.staleBanner()).isHidden();
            var after = ControlApi.uniqueName("after");
            survivor.createAgent(after);
            assertThat(console.row(after)).isVisible();
        }
    }
}
