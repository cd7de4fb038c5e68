/** Backups and restores, against databases of one server of the tests' own. */
package io.kakuremichi.control.backup;
