/** Reading the original's database, whatever is in it. */
package io.kakuremichi.control.original;
