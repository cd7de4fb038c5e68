/** What is shipped for operators to watch Control by, held against what Control really shows. */
package io.kakuremichi.control.observability;
