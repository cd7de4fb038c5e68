package io.kakuremichi.control.tunnel;

/** What a tunnel's agent adds to it. */
record Owner(String name, String virtualIp) {}
