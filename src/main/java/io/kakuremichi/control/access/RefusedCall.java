package io.kakuremichi.control.access;

/**
 * An unauthenticated REST call was refused. A CDI event, fired on the thread of the call: observers must not block.
 *
 * @param address the caller's address
 */
public record RefusedCall(String address) {}
