package io.kakuremichi.control.tunnel;

/**
 * The agent of a tunnel, as far as a tunnel's representation needs it.
 *
 * @param status see {@link io.kakuremichi.control.presence.ClientStatus}
 */
record Owner(String name, String virtualIp, String status) {}
