/**
 * Tests of the console in a real browser, against the packaged program.
 *
 * <pre>
 * test ─▶ Consoles ─▶ ConsolePage ─▶ SharedBrowser (Chromium, one a JVM)
 *             │            └─ ConsoleWatch: fails the test on what no page may do
 *             └─────▶ SharedControl (one Control and database a JVM)
 * </pre>
 *
 * Each test gets pages in browser contexts of its own, so that tests share neither cookies nor storage, but all share the objects of one
 * Control: names are unique, and no test counts on being alone. Without Chromium the tests are skipped, and the build says so in one line.
 * Screenshots and logs of failed tests are in {@code target/browser}.
 */
package io.kakuremichi.control.browser;
