/** Moving in: what becomes of each row of an original, and that its clients are connected afterwards. */
package io.kakuremichi.control.movein;
