package io.kakuremichi.control.presence;

/**
 * The rules for connections with one key that take over from one another, as SQL on rows of {@code presence}. The database's clock is used,
 * because the connections may be on different replicas.
 *
 * <p>A takeover is an arrival while the client's connection is open. The second takeover within a minute begins a period in which the open
 * connection stays and newcomers are refused: 30 s, then twice as long each time up to 5 minutes. Ten minutes after a period the next one
 * is short again.
 *
 * <p>A single client that is restarted in a loop takes nothing over, because its connection ends with its process. Only a client whose
 * connections break without notice looks like two. So a refusal makes the replica of the open connection check whether its client is
 * there ({@link ContestedClient}), and a newcomer is admitted as soon as there is no open connection.
 */
final class TakeoverDamping {
    /** The next values of {@code takeovers, takeover_at, refusal_periods, refused_until, refused_at} of the row {@code p} at an arrival. */
    static final String NEXT = """
            SELECT CASE WHEN NOT takes_over THEN p.takeovers WHEN is_second THEN 0 ELSE 1 END,
                CASE WHEN takes_over THEN now() ELSE p.takeover_at END,
                CASE WHEN takes_over AND is_second THEN periods ELSE p.refusal_periods END,
                CASE WHEN takes_over AND is_second
                    THEN now() + least(interval '30 seconds' * power(2, periods - 1), interval '5 minutes')
                    ELSE p.refused_until END,
                CASE WHEN takes_over AND is_second THEN NULL ELSE p.refused_at END
            FROM (SELECT %s AS takes_over,
                    p.takeovers > 0 AND p.takeover_at > now() - interval '1 minute' AS is_second,
                    CASE WHEN p.refused_until > now() - interval '10 minutes' THEN least(p.refusal_periods + 1, 10)
                        ELSE 1 END AS periods) AS takeover
            """.formatted(isOpen("p"));

    private TakeoverDamping() {}

    /**
     * The condition that the connection of a row is open, as far as the database has it. Clients of a replica that stops or has died
     * come back without taking anything over.
     */
    static String isOpen(String row) {
        return """
                %1$s.online AND %1$s.replica_id = ANY (
                    ARRAY (SELECT id FROM replicas WHERE lease_until > now() AND NOT stopping))""".formatted(row);
    }
}
