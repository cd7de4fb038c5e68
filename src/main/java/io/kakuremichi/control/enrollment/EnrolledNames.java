package io.kakuremichi.control.enrollment;

import io.kakuremichi.control.client.ClientTables;
import io.kakuremichi.control.credential.ClientType;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.security.SecureRandom;
import java.util.stream.Stream;

/** Names of clients that request none when they enroll. */
@Singleton
class EnrolledNames {
    private static final int LONGEST = 64;
    private static final int SUFFIX = 8;

    /** With 65,000 clients of one name, one in ten million first attempts fails. */
    private static final int ATTEMPTS = 5;

    /** Without vowels, so that no words result. */
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz0123456789";

    private final EntityManager entities;

    EnrolledNames(EntityManager entities) {
        this.entities = entities;
    }

    /** A name that begins with the key's and that no other client of this kind has. */
    String of(EnrollmentKey key) {
        return Stream.generate(() -> derived(key.name))
                .limit(ATTEMPTS)
                .filter(name -> !isTaken(key.clientType(), name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no free name was found"));
    }

    private boolean isTaken(ClientType type, String name) {
        return entities.createQuery(
                                "SELECT count(*) FROM " + ClientTables.entity(type) + " WHERE name = :name", Long.class)
                        .setParameter("name", name)
                        .getSingleResult()
                > 0;
    }

    /** The key's name, shortened if it is long, a hyphen, and 8 random characters. */
    static String derived(String keyName) {
        var suffix = new SecureRandom()
                .ints(SUFFIX, 0, ALPHABET.length())
                .mapToObj(ALPHABET::charAt)
                .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append);
        return keyName.substring(0, Math.min(keyName.length(), LONGEST - 1 - SUFFIX)) + "-" + suffix;
    }
}
