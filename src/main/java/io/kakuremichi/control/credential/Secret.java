package io.kakuremichi.control.credential;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/**
 * A secret string that does not print itself.
 *
 * @param value the plain text; its user is responsible for where it goes
 */
public record Secret(String value) {
    /** The prefix of tokens created over REST. */
    public static final String TOKEN_PREFIX = "ktk_";

    private static final String ENROLLMENT_PREFIX = "enr_";
    private static final Pattern ENROLLMENT_KEY = Pattern.compile(ENROLLMENT_PREFIX + "[A-Za-z0-9]{32}");

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int RANDOM_LENGTH = 32;
    private static final int VISIBLE = 8;

    /** Generates an API key: the type's prefix and 32 random characters [A-Za-z0-9] (190 bits) from a CSPRNG. */
    public static Secret newApiKey(ClientType type) {
        return new Secret(type.keyPrefix() + random());
    }

    /** Generates an admin token: {@code adm_} and 32 random characters. */
    public static Secret newAdminToken() {
        return new Secret("adm_" + random());
    }

    /** Generates a REST token: {@code ktk_} and 32 random characters. */
    public static Secret newToken() {
        return new Secret(TOKEN_PREFIX + random());
    }

    /** Generates an enrollment key: {@code enr_} and 32 random characters. */
    public static Secret newEnrollmentKey() {
        return new Secret(ENROLLMENT_PREFIX + random());
    }

    private static String random() {
        // Created for each call: a static SecureRandom would be seeded when the native image is built.
        return new SecureRandom()
                .ints(RANDOM_LENGTH, 0, ALPHABET.length())
                .mapToObj(ALPHABET::charAt)
                .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
                .toString();
    }

    /** Whether the secret has the form of an enrollment key. One of another form is not stored, and costs no query. */
    public boolean isEnrollmentKey() {
        return ENROLLMENT_KEY.matcher(value).matches();
    }

    /** The first characters, which identify the secret to people without revealing it. */
    public String prefix() {
        return value.substring(0, Math.min(VISIBLE, value.length() / 2));
    }

    /** The SHA-256 of the secret, which is stored and looked up instead of it. */
    public SecretHash hash() {
        return SecretHash.of(value);
    }

    @Override
    public String toString() {
        return "Secret[***]";
    }
}
