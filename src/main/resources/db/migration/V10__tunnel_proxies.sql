-- Tunnels whose gateways and agents also serve as exit nodes, by HTTP or SOCKS. The defaults are for replicas of the version before, which
-- insert tunnels without these columns.
ALTER TABLE tunnels
    ADD http_proxy_enabled boolean NOT NULL DEFAULT false,
    ADD socks_proxy_enabled boolean NOT NULL DEFAULT false;
