package io.kakuremichi.control.tunnel;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.harness.RecordedLog;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TunnelReportsTest {
    private final TunnelReports reports = new TunnelReports(
            (AgroalDataSource) Proxy.newProxyInstance(
                    AgroalDataSource.class.getClassLoader(),
                    new Class<?>[] {AgroalDataSource.class},
                    (proxy, method, arguments) -> {
                        throw new IllegalStateException("in a test");
                    }),
            null);

    @AfterEach
    void stop() throws InterruptedException {
        reports.stop(null);
    }

    @Test
    void everyFailureIsLogged() {
        try (var log = new RecordedLog()) {
            reports.report(Map.of(UUID.randomUUID(), "up"));

            await().until(() -> log.text().contains("1 tunnel reports could not be written"));
        }
    }

    @Test
    void aReportDuringTheStopIsNoFailure() throws InterruptedException {
        reports.stop(null);

        assertThatCode(() -> reports.report(Map.of(UUID.randomUUID(), "up"))).doesNotThrowAnyException();
    }
}
