package io.kakuremichi.control.enrollment;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Objects;

/**
 * Enrollments over WebSocket. The same key with the same public key gets the same answer and costs no second use, until the client has
 * authenticated with its API key: the connection may break before the client has received the answer. Later it is refused.
 *
 * <p>A key that is used up or expired is still answered, because the client used it in time; a revoked one is not.
 *
 * <p>Of two at once, the second waits for the first and gets its answer: a transaction holds the lock of the key's row.
 */
@ApplicationScoped
public class RepeatableEnrollments {
    private final Enrollments enrollments;
    private final EnrollmentKeyRepository keys;
    private final EnrollmentAnswers answers;

    RepeatableEnrollments(Enrollments enrollments, EnrollmentKeyRepository keys, EnrollmentAnswers answers) {
        this.enrollments = enrollments;
        this.keys = keys;
        this.answers = answers;
    }

    /**
     * Creates a client, or returns the answer to its earlier enrollment. Blocks.
     *
     * @param request with a public key; the public address of an agent is ignored, as in every {@code auth}
     * @throws EnrollmentRefusedException which the caller passes to {@link Enrollments#refused}
     */
    @Transactional
    public EnrollmentAnswer enroll(Secret key, EnrollRequest request, Enrollee enrollee) {
        var publicKey = Objects.requireNonNull(request.publicKey());
        var stored = keys.locked(key).orElseThrow(Enrollments::unknown);
        if (stored.revokedAt == null) {
            var earlier = answers.find(stored, key, publicKey);
            if (earlier.isPresent()) {
                enrollments.repeated(key, earlier.get().id(), enrollee);
                return earlier.get();
            }
        }
        var type = stored.clientType();
        var publicIp = type == ClientType.AGENT ? null : request.publicIp();
        var client = enrollments.enroll(
                key, new EnrollRequest(request.name(), publicKey, publicIp, request.type()), enrollee);
        var answer = new EnrollmentAnswer(client.id(), type, client.apiKey());
        answers.add(stored, key, publicKey, answer);
        return answer;
    }
}
