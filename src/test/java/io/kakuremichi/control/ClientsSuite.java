package io.kakuremichi.control;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludePackages;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * The half of all unit tests, by time, that is about connected clients, readers of events, and access. It runs in a JVM of its own, beside
 * {@link OthersSuite}.
 */
@Suite
@SelectPackages("io.kakuremichi.control")
@IncludeClassNamePatterns(".*Test")
@IncludePackages({
    ClientsSuite.ACCESS,
    ClientsSuite.CLIENT,
    ClientsSuite.EVENTS,
    ClientsSuite.FEED,
    ClientsSuite.PRESENCE,
    ClientsSuite.PROTOCOL,
    ClientsSuite.SESSION,
    ClientsSuite.TOPOLOGY
})
class ClientsSuite {
    static final String ACCESS = "io.kakuremichi.control.access";
    static final String CLIENT = "io.kakuremichi.control.client";
    static final String EVENTS = "io.kakuremichi.control.events";
    static final String FEED = "io.kakuremichi.control.feed";
    static final String PRESENCE = "io.kakuremichi.control.presence";
    static final String PROTOCOL = "io.kakuremichi.control.protocol";
    static final String SESSION = "io.kakuremichi.control.session";
    static final String TOPOLOGY = "io.kakuremichi.control.topology";

    private ClientsSuite() {}
}
