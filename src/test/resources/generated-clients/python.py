"""What a program does with the client that is generated for python. Arguments: URL, token, a domain."""

import sys

import openapi_client
from openapi_client import AgentPatch, GatewayPatch, NewAgent, NewGateway, NewToken, NewTunnel, TunnelPatch
from openapi_client.exceptions import ConflictException, NotFoundException

url, token, domain = sys.argv[1:]
name = domain.replace(".", "-")


def check(right, what):
    if not right:
        raise AssertionError(what)


with openapi_client.ApiClient(openapi_client.Configuration(host=url, access_token=token)) as client:
    agents = openapi_client.AgentsApi(client)
    gateways = openapi_client.GatewaysApi(client)
    tunnels = openapi_client.TunnelsApi(client)
    tokens = openapi_client.TokensApi(client)

    agent = agents.create_agent(NewAgent(name=name))
    check(agent.api_key.startswith("agt_"), agent)
    check(agent.last_seen_at is None and agent.last_error is None and agent.status == "offline", agent)
    changed = agents.update_agent(agent.id, AgentPatch(metadata={"rack": 7}))
    check(changed.metadata == {"rack": 7}, changed)
    check(agents.get_agent(agent.id).created_at == agent.created_at, changed)
    try:
        agents.create_agent(NewAgent(name=name))
        raise AssertionError("a name was given twice")
    except ConflictException as refused:
        check(refused.data.error.code == "DUPLICATE", refused)

    gateway = gateways.create_gateway(NewGateway(name=name, public_ip="2001:db8::7"))
    moved = gateways.update_gateway(gateway.id, GatewayPatch(public_ip="203.0.113.7"))
    check(moved.public_ip == "203.0.113.7", moved)

    tunnel = tunnels.create_tunnel(NewTunnel(domain=domain, agent_id=agent.id, target="localhost:8080"))
    listed = tunnels.list_tunnels(agent_id=agent.id, domain=domain, limit=10)
    check(listed.total == 1 and listed.tunnels[0] == tunnel, listed)
    check(not tunnels.update_tunnel(tunnel.id, TunnelPatch(enabled=False)).enabled, tunnel)
    tunnels.delete_tunnel(tunnel.id)
    try:
        tunnels.get_tunnel(tunnel.id)
        raise AssertionError("a deleted tunnel was returned")
    except NotFoundException as gone:
        check(gone.data.error.code == "NOT_FOUND", gone)

    created = tokens.create_token(NewToken(name=name, role="viewer"))
    check(created.expires_at is None and tokens.get_token(created.id).token is None, created)
    tokens.revoke_token(created.id)
    check(openapi_client.ClientsApi(client).list_clients().total >= 0, "clients")
    openapi_client.AuditApi(client).list_audit_entries(limit=5, outcome="success")
    openapi_client.OverviewApi(client).get_overview()
    agents.delete_agent(agent.id)
    gateways.delete_gateway(gateway.id)
