/**
 * Verbs for tests: a Control to call ({@link io.kakuremichi.control.harness.ControlApi}), clients that connect to it ({@link
 * io.kakuremichi.control.harness.TestClient}, on {@link io.kakuremichi.control.harness.TestSocket}), one in a process of its own ({@link
 * io.kakuremichi.control.harness.ControlProcess}), and bad weather on the way to its database ({@link
 * io.kakuremichi.control.harness.TcpProxy}).
 */
package io.kakuremichi.control.harness;
