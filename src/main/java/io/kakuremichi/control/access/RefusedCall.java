package io.kakuremichi.control.access;

/**
 * A REST call was refused because nobody known made it. A CDI event, fired on the thread of the call: observers must not block.
 *
 * @param address where it came from
 */
public record RefusedCall(String address) {}
