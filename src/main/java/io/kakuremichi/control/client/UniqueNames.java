package io.kakuremichi.control.client;

import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.rest.ApiException;
import org.hibernate.exception.ConstraintViolationException;

/** Names of clients, which are unique among the agents and among the gateways. */
public final class UniqueNames {
    private UniqueNames() {}

    /**
     * Writes a new or changed client to the database now. A name in use is then reported as such, instead of failing the commit. Of
     * concurrent transactions with one name, the second waits for the first.
     *
     * @throws ApiException if another client of the kind has the name; the transaction can only be rolled back then
     */
    public static void write(ClientEntity client) {
        try {
            client.persistAndFlush();
        } catch (ConstraintViolationException e) {
            var kind = client.type().wireName();
            if ((kind + "s_name_unique").equals(e.getConstraintName())) {
                throw new ApiException(
                        ApiErrorCode.DUPLICATE,
                        "%s %s named %s already exists"
                                .formatted(kind.startsWith("a") ? "An" : "A", kind, client.name));
            }
            throw e;
        }
    }
}
