package io.kakuremichi.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimitsOfFailuresTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final FailedAuthentications failures = new FailedAuthentications(3, now::get);

    @Test
    void anAddressIsRefusedOnceItHasFailedSoOften() {
        fail("198.51.100.7", 2);
        assertThat(failures.refusedFor(at("198.51.100.7"))).isEmpty();

        fail("198.51.100.7", 1);

        assertThat(failures.refusedFor(at("198.51.100.7"))).contains(Duration.ofMinutes(1));
        assertThat(failures.refusedFor(at("198.51.100.8"))).isEmpty();
    }

    @Test
    void itIsWelcomeAgainAMinuteAfterItsFirstFailure() {
        fail("198.51.100.7", 1);
        pass(Duration.ofSeconds(40));
        fail("198.51.100.7", 5);
        assertThat(failures.refusedFor(at("198.51.100.7"))).contains(Duration.ofSeconds(20));

        pass(Duration.ofSeconds(20));

        assertThat(failures.refusedFor(at("198.51.100.7"))).isEmpty();
        fail("198.51.100.7", 1);
        assertThat(failures.refusedFor(at("198.51.100.7"))).isEmpty();
    }

    @Test
    void aHostsIpv6AddressesCountTogether() {
        fail("2001:db8:1:2::1", 1);
        fail("2001:db8:1:2::2", 1);
        fail("2001:db8:1:2:ffff::3", 1);

        assertThat(failures.refusedFor(at("2001:db8:1:2::4"))).isPresent();
        assertThat(failures.refusedFor(at("2001:db8:1:3::1"))).isEmpty();
    }

    @Test
    void neverMoreThanSoManyAreRemembered() {
        var total = FailedAuthentications.CAPACITY + 1_000;
        for (var i = 0; i < total; i++) {
            fail(numbered(i), 3);
        }

        assertThat(failures.refusedFor(at(numbered(0)))).isEmpty();
        assertThat(failures.refusedFor(at(numbered(999)))).isEmpty();
        assertThat(failures.refusedFor(at(numbered(1_000)))).isPresent();
        assertThat(failures.refusedFor(at(numbered(total - 1)))).isPresent();
    }

    private static String numbered(int i) {
        return "10.%d.%d.%d".formatted(i >> 16, i >> 8 & 255, i & 255);
    }

    private void fail(String address, int times) {
        for (var i = 0; i < times; i++) {
            failures.count(at(address));
        }
    }

    private void pass(Duration duration) {
        now.addAndGet(duration.toNanos());
    }

    private static ClientAddress at(String address) {
        return new ClientAddress(Addresses.parse(address).orElseThrow(), 1, null);
    }
}
