/**
 * The REST API as its callers see it, rule by rule. All tests share one Control: they use names and domains of their own, and
 * give back the gateways they create, for there are only 253 places.
 */
package io.kakuremichi.control.rest;
