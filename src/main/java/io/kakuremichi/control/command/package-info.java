/** What the program does when it is called: serve, or one of its commands. */
@NullMarked
package io.kakuremichi.control.command;

import org.jspecify.annotations.NullMarked;
