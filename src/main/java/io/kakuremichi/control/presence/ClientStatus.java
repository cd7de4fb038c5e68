package io.kakuremichi.control.presence;

import java.util.List;

/** The status of a client by its presence: {@code error} is online with a problem that the client reports. */
public final class ClientStatus {
    public static final String ONLINE = "online";
    public static final String OFFLINE = "offline";
    public static final String ERROR = "error";

    /** All of them. */
    public static final List<String> ALL = List.of(ONLINE, OFFLINE, ERROR);

    /** An expression of SQL and HQL: the status by the presence {@code p}, which may be missing. */
    public static final String OF_PRESENCE =
            "CASE WHEN p.online AND p.trouble THEN 'error' WHEN p.online THEN 'online' ELSE 'offline' END";

    private ClientStatus() {}

    /** The status by the same columns. */
    public static String of(boolean online, boolean trouble) {
        if (!online) {
            return OFFLINE;
        }
        return trouble ? ERROR : ONLINE;
    }
}
