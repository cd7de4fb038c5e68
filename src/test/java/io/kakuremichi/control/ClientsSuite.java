package io.kakuremichi.control;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludePackages;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** The half of all unit tests that is about connected clients. It runs in a JVM of its own, beside {@link OthersSuite}. */
@Suite
@SelectPackages("io.kakuremichi.control")
@IncludeClassNamePatterns(".*Test")
@IncludePackages({
    ClientsSuite.CLIENT,
    ClientsSuite.FEED,
    ClientsSuite.PRESENCE,
    ClientsSuite.PROTOCOL,
    ClientsSuite.SESSION,
    ClientsSuite.TOPOLOGY
})
class ClientsSuite {
    static final String CLIENT = "io.kakuremichi.control.client";
    static final String FEED = "io.kakuremichi.control.feed";
    static final String PRESENCE = "io.kakuremichi.control.presence";
    static final String PROTOCOL = "io.kakuremichi.control.protocol";
    static final String SESSION = "io.kakuremichi.control.session";
    static final String TOPOLOGY = "io.kakuremichi.control.topology";

    private ClientsSuite() {}
}
