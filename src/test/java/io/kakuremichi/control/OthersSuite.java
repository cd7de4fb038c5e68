package io.kakuremichi.control;

import org.junit.platform.suite.api.ExcludePackages;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** All unit tests that are not in {@link ClientsSuite}. */
@Suite
@SelectPackages("io.kakuremichi.control")
@IncludeClassNamePatterns(".*Test")
@ExcludePackages({
    ClientsSuite.ACCESS,
    ClientsSuite.CLIENT,
    ClientsSuite.EVENTS,
    ClientsSuite.FEED,
    ClientsSuite.PRESENCE,
    ClientsSuite.PROTOCOL,
    ClientsSuite.SESSION,
    ClientsSuite.TOPOLOGY
})
class OthersSuite {}
