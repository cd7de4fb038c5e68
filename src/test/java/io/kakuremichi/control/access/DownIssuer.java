package io.kakuremichi.control.access;

import io.kakuremichi.control.harness.FreePort;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** Has Control trust an issuer that is down when Control starts; the test starts it later, at {@link #PORT}. */
public class DownIssuer implements QuarkusTestResourceLifecycleManager {
    static final String PORT = "test.issuer.port";

    @Override
    public Map<String, String> start() {
        try {
            var port = FreePort.find();
            var settings = new HashMap<>(TestIssuer.settings(port));
            // Control's own name for it counts when another resource of the tests sets the framework's.
            settings.put("kakuremichi.oidc.issuer", settings.remove(TestIssuer.ISSUER));
            settings.put(PORT, String.valueOf(port));
            // Tests play a proxy that ends TLS.
            settings.put("kakuremichi.trusted-proxies", "127.0.0.1/32");
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // The test stops what it started.
    }
}
