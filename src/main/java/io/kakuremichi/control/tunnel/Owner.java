package io.kakuremichi.control.tunnel;

/** The agent of a tunnel, as far as a tunnel's representation needs it. */
record Owner(String name, String virtualIp) {}
