/**
 * What is done once for each message or client, by itself: nanoseconds of one, without sockets and threads. Run by
 * {@code -Dbench.only=micro}; they tell whether a change to such a path was worth it, and are held against nothing.
 */
package io.kakuremichi.control.bench.micro;
