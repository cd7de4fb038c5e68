/**
 * Serves the console's files, and redirects browsers to it. The console itself is a program in the browser, which calls REST like any
 * other client; its sources are in {@code src/main/webui}.
 *
 * <pre>
 * /                      a browser is redirected to /console/, other requests go on
 * /console/config.json   what the page needs to know before a login
 * /console/assets/NAME   a file whose name contains a hash of its content, kept by browsers for good
 * /console/docs/PAGE     a page of the documentation
 * /console/…             the page, which shows what the rest of the path says
 * </pre>
 *
 * Files are read from the program itself at the start and kept in memory, some hundred KiB. Handlers run on the event loop.
 */
@NullMarked
package io.kakuremichi.control.console;

import org.jspecify.annotations.NullMarked;
