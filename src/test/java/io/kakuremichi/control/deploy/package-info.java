/** What is under {@code deploy}, held against the schemas of its tools and against what Control really is. */
package io.kakuremichi.control.deploy;
