package io.kakuremichi.control.tunnel;

import io.kakuremichi.control.change.TunnelFacts;
import io.kakuremichi.control.database.StoredEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A public domain, the agent that serves it, and the target that the agent forwards to. */
@Entity
@Table(name = "tunnels")
public class Tunnel extends StoredEntity {
    @Column(name = "agent_id", nullable = false)
    public UUID agentId;

    /** Lower case. */
    @Column(nullable = false)
    public String domain;

    @Column(nullable = false)
    public String target;

    public @Nullable String description;

    @Column(nullable = false)
    public boolean enabled;

    /** Whether clients also serve it as an HTTP proxy. */
    @Column(name = "http_proxy_enabled", nullable = false)
    public boolean httpProxyEnabled;

    /** Whether clients also serve it as a SOCKS proxy. */
    @Column(name = "socks_proxy_enabled", nullable = false)
    public boolean socksProxyEnabled;

    /** The manager of the document that declares it; null without one. */
    @Column(name = "managed_by")
    public @Nullable String managedBy;

    /** The manager whose document created it; null if it was created in another way. */
    @Column(name = "made_by")
    public @Nullable String madeBy;

    /** Sets the domain in lower case. Panache calls this wherever the field is set. */
    public void setDomain(String domain) {
        this.domain = domain.toLowerCase(Locale.ROOT);
    }

    /** The public facts of the tunnel, with its agent's address. */
    public TunnelFacts facts(String agentVirtualIp) {
        return new TunnelFacts(
                id, agentId, agentVirtualIp, domain, target, enabled, httpProxyEnabled, socksProxyEnabled);
    }
}
