package io.kakuremichi.control.rest;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Calls whose answers are compressed for callers that accept it. Only for answers without a secret: who can have a text of theirs shown
 * beside a secret, and can see the sizes of answers, could guess the secret (BREACH, CVE-2013-3587).
 */
@NameBinding
@Retention(RUNTIME)
@Target({METHOD, TYPE})
public @interface Compressible {}
