package io.kakuremichi.control.enrollment;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kakuremichi.control.client.ClientTables;
import io.kakuremichi.control.credential.AnswerSeal;
import io.kakuremichi.control.credential.Secret;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The API keys of enrolled clients that have not authenticated with them yet. Each is sealed under the enrollment key and the client's
 * public key, so that the database alone reveals nothing. An answer is deleted when the client presents its API key (in the statement of
 * presence that brings it online), when it gets another API key, and with the client or the enrollment key.
 *
 * <p>All methods must be called in a transaction, {@link #find} and {@link #add} in one that has locked the key.
 */
@Singleton
class EnrollmentAnswers {
    private final EntityManager entities;

    EnrollmentAnswers(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * Returns the answer to an earlier enrollment; empty without one, or after its client has authenticated. An answer whose API key was
     * replaced is deleted: the replacement leaves it if a connection was deleting it, or on a replica of an earlier version.
     */
    Optional<EnrollmentAnswer> find(EnrollmentKey stored, Secret key, String publicKey) {
        List<?> rows = entities.createNativeQuery("""
                        SELECT client_id, answer FROM enrollment_answers
                        WHERE enrollment_key_id = :key AND public_key = :public
                        """, Object[].class)
                .setParameter("key", stored.id)
                .setParameter("public", publicKey)
                .getResultList();
        return rows.stream()
                .map(Object[].class::cast)
                .map(row -> new EnrollmentAnswer(
                        (UUID) row[0],
                        stored.clientType(),
                        new Secret(new String(AnswerSeal.open(passphrase(key, publicKey), (byte[]) row[1]), UTF_8))))
                .filter(this::keepCurrent)
                .findFirst();
    }

    private boolean keepCurrent(EnrollmentAnswer answer) {
        var current = isCurrent(answer);
        if (!current) {
            entities.createNativeQuery("DELETE FROM enrollment_answers WHERE client_id = :client")
                    .setParameter("client", answer.id())
                    .executeUpdate();
        }
        return current;
    }

    /** Stores the answer to a new enrollment. */
    void add(EnrollmentKey stored, Secret key, String publicKey, EnrollmentAnswer answer) {
        var sealed = AnswerSeal.seal(
                passphrase(key, publicKey), answer.apiKey().value().getBytes(UTF_8));
        entities.createNativeQuery("""
                        INSERT INTO enrollment_answers (client_id, %s_id, enrollment_key_id, public_key, answer)
                        VALUES (:client, :client, :key, :public, :answer)
                        """.formatted(answer.type().wireName()))
                .setParameter("client", answer.id())
                .setParameter("key", stored.id)
                .setParameter("public", publicKey)
                .setParameter("answer", sealed)
                .executeUpdate();
    }

    /** Whether the client still exists and has this API key. */
    boolean isCurrent(EnrollmentAnswer answer) {
        return !entities.createNativeQuery("SELECT 1 FROM %s WHERE id = :id AND api_key_hash = :hash"
                        .formatted(ClientTables.table(answer.type())))
                .setParameter("id", answer.id())
                .setParameter("hash", answer.apiKey().hash().hex())
                .getResultList()
                .isEmpty();
    }

    private static Secret passphrase(Secret key, String publicKey) {
        return new Secret("enrolled\n" + key.value() + "\n" + publicKey);
    }
}
