package io.kakuremichi.control.enrollment;

import io.kakuremichi.control.agent.Agents;
import io.kakuremichi.control.audit.Audit;
import io.kakuremichi.control.audit.AuditEntry;
import io.kakuremichi.control.audit.AuditOutcome;
import io.kakuremichi.control.client.ClientEntity;
import io.kakuremichi.control.client.ClientKeys;
import io.kakuremichi.control.client.CreatedClient;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.gateway.Gateways;
import io.kakuremichi.control.http.Addresses;
import io.kakuremichi.control.http.ClientAddress;
import io.kakuremichi.control.http.FailedAuthentications;
import io.kakuremichi.control.network.WireGuardPublicKey;
import io.kakuremichi.control.rest.ApiException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.UUID;

/**
 * Enrolls clients, for REST and WebSocket alike.
 *
 * <p>A use is counted and the client created in one transaction, under a lock of the key's row. So of many concurrent enrollments
 * with one key, exactly as many succeed as the key has uses left, and one that fails costs no use.
 */
@ApplicationScoped
public class Enrollments {
    private final EnrollmentKeyRepository keys;
    private final Agents agents;
    private final Gateways gateways;
    private final EnrolledNames names;
    private final ClientKeys wireGuardKeys;
    private final Audit audit;
    private final FailedAuthentications failures;
    private final EnrollmentMetrics metrics;
    private final boolean gatewaysNeedCertificate;

    Enrollments(
            EnrollmentKeyRepository keys,
            Agents agents,
            Gateways gateways,
            EnrolledNames names,
            ClientKeys wireGuardKeys,
            Audit audit,
            FailedAuthentications failures,
            EnrollmentMetrics metrics,
            ControlConfig config) {
        this.keys = keys;
        this.agents = agents;
        this.gateways = gateways;
        this.names = names;
        this.wireGuardKeys = wireGuardKeys;
        this.audit = audit;
        this.failures = failures;
        this.metrics = metrics;
        this.gatewaysNeedCertificate = config.tls().gatewaysNeedCertificate();
    }

    /**
     * Creates a client. Blocks; joins a transaction, which must not commit when this fails.
     *
     * @param key the enrollment key
     * @throws EnrollmentRefusedException which the caller passes to {@link #refused} after the transaction has ended
     */
    @Transactional
    public EnrolledClient enroll(Secret key, EnrollRequest request, Enrollee enrollee) {
        var enrollmentKey = keys.locked(key).orElseThrow(Enrollments::unknown);
        var state = enrollmentKey.state(Instant.now());
        if (state != EnrollmentKeyState.ACTIVE) {
            throw refusal(enrollmentKey, EnrollmentRefusal.of(state));
        }
        check(enrollmentKey, enrollee);
        keys.use(enrollmentKey);
        var created = create(enrollmentKey, request);
        var client = created.client();
        if (request.publicKey() != null) {
            adopt(enrollmentKey, client, request.publicKey(), enrollee.address());
        }
        audit.record(AuditEntry.now(
                actor(enrollmentKey.id),
                enrollee.address(),
                client.type().wireName() + ".enroll",
                client.id.toString(),
                AuditOutcome.SUCCESS));
        metrics.enrolled();
        return new EnrolledClient(client.id, client.type(), client.name, client.version, created.apiKey());
    }

    /**
     * Checks the type that the machine states, and its certificate if one is required. The public key of a new gateway is sent to
     * every agent, so the certificate cannot be left to the first connection.
     */
    private void check(EnrollmentKey key, Enrollee enrollee) {
        if (enrollee.type() != null && enrollee.type() != key.clientType()) {
            throw new EnrollmentRefusedException(EnrollmentRefusal.WRONG_TYPE, key.id, "a key of another type");
        }
        if (gatewaysNeedCertificate && key.clientType() == ClientType.GATEWAY && !enrollee.certified()) {
            throw new EnrollmentRefusedException(
                    EnrollmentRefusal.CERTIFICATE_MISSING, key.id, "A gateway needs a client certificate");
        }
    }

    private CreatedClient<? extends ClientEntity> create(EnrollmentKey key, EnrollRequest request) {
        var name = request.name() == null ? names.of(key) : request.name();
        try {
            return key.clientType() == ClientType.AGENT
                    ? createAgent(key, name, request)
                    : createGateway(key, name, request);
        } catch (ApiException e) {
            var message = String.valueOf(e.getMessage());
            throw switch (e.code()) {
                case POOL_EXHAUSTED ->
                    new EnrollmentRefusedException(EnrollmentRefusal.POOL_EXHAUSTED, key.id, message);
                case DUPLICATE -> new EnrollmentRefusedException(EnrollmentRefusal.NAME_TAKEN, key.id, message);
                default -> e;
            };
        }
    }

    private CreatedClient<? extends ClientEntity> createAgent(EnrollmentKey key, String name, EnrollRequest request) {
        if (request.publicIp() != null) {
            throw new EnrollmentRefusedException(
                    EnrollmentRefusal.PUBLIC_IP_OF_AGENT, key.id, "the key is for agents, which have none");
        }
        return agents.create(agent -> copy(key, name, agent), null);
    }

    private CreatedClient<? extends ClientEntity> createGateway(EnrollmentKey key, String name, EnrollRequest request) {
        var publicIp = request.publicIp() == null
                ? null
                : Addresses.canonical(request.publicIp()).orElseThrow();
        return gateways.create(
                gateway -> {
                    copy(key, name, gateway);
                    gateway.region = key.region;
                    gateway.publicIp = publicIp;
                },
                null);
    }

    private static void copy(EnrollmentKey key, String name, ClientEntity client) {
        client.name = name;
        client.metadata = key.metadata;
        client.enrollmentKeyId = key.id;
        client.ephemeralAfterSeconds = key.ephemeralAfterSeconds;
    }

    private void adopt(EnrollmentKey key, ClientEntity client, String publicKey, String address) {
        var valid = WireGuardPublicKey.valid(publicKey)
                .orElseThrow(() -> new EnrollmentRefusedException(
                        EnrollmentRefusal.PUBLIC_KEY_INVALID,
                        key.id,
                        "must be a WireGuard public key: 32 bytes in base64"));
        if (!wireGuardKeys.adopt(client.type(), client.id, valid, address)) {
            throw new EnrollmentRefusedException(
                    EnrollmentRefusal.PUBLIC_KEY_TAKEN, key.id, "Another client has this publicKey");
        }
        keys.flush();
    }

    /**
     * Checks that the key may still be answered for an enrollment that it was used for before: it exists, is not expired and not
     * revoked. It may be used up.
     *
     * @throws EnrollmentRefusedException as {@link #enroll}
     */
    @Transactional
    public void checkRepeatable(Secret key) {
        var enrollmentKey = keys.of(key).orElseThrow(Enrollments::unknown);
        switch (enrollmentKey.state(Instant.now())) {
            case ACTIVE, USED_UP -> {}
            case EXPIRED -> throw refusal(enrollmentKey, EnrollmentRefusal.EXPIRED);
            case REVOKED -> throw refusal(enrollmentKey, EnrollmentRefusal.REVOKED);
        }
    }

    /**
     * Audits and counts that an earlier answer is given again.
     *
     * @throws EnrollmentRefusedException if the machine may not have it
     */
    @Transactional
    public void repeated(Secret key, UUID clientId, Enrollee enrollee) {
        keys.of(key).ifPresent(enrollmentKey -> {
            check(enrollmentKey, enrollee);
            audit.record(AuditEntry.now(
                    actor(enrollmentKey.id),
                    enrollee.address(),
                    enrollmentKey.type + ".enroll",
                    clientId.toString(),
                    AuditOutcome.REPLAYED));
        });
        metrics.repeated();
    }

    /**
     * Audits and counts a refusal, as a failed authentication of that address if the key itself was refused. Must be called outside
     * the transaction that it ended. Does not block.
     */
    public void refused(EnrollmentRefusedException refusal, ClientAddress client) {
        metrics.refused(refusal.reason());
        var keyId = refusal.keyId();
        if (refusal.reason().isOfKey()) {
            failures.count(client);
            audit.refusedAuthentication(
                    client.host(),
                    "enrollment." + refusal.reason().wireName(),
                    keyId == null ? null : keyId.toString());
        } else if (keyId != null) {
            audit.record(AuditEntry.now(
                    actor(keyId), client.host(), "enroll." + refusal.reason().wireName(), null, AuditOutcome.FAILED));
        }
    }

    /** No key has this secret. */
    static EnrollmentRefusedException unknown() {
        return new EnrollmentRefusedException(EnrollmentRefusal.UNKNOWN, null, "unknown enrollment key");
    }

    private static EnrollmentRefusedException refusal(EnrollmentKey key, EnrollmentRefusal reason) {
        return new EnrollmentRefusedException(reason, key.id, "the enrollment key is " + reason.wireName());
    }

    /** The key as an actor of the audit. */
    private static String actor(UUID keyId) {
        return "enrollment-key:" + keyId;
    }
}
