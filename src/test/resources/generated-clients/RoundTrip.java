import java.util.Map;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.AgentsApi;
import org.openapitools.client.api.AuditApi;
import org.openapitools.client.api.ClientsApi;
import org.openapitools.client.api.GatewaysApi;
import org.openapitools.client.api.TokensApi;
import org.openapitools.client.api.TunnelsApi;
import org.openapitools.client.model.AgentPatch;
import org.openapitools.client.model.AgentView;
import org.openapitools.client.model.GatewayPatch;
import org.openapitools.client.model.NewAgent;
import org.openapitools.client.model.NewGateway;
import org.openapitools.client.model.NewToken;
import org.openapitools.client.model.NewTunnel;
import org.openapitools.client.model.TunnelPatch;

/** What a program does with the client that is generated for java. Arguments: URL, token, a domain. */
public final class RoundTrip {
    private RoundTrip() {}

    public static void main(String[] arguments) throws ApiException {
        var client = new ApiClient();
        client.updateBaseUri(arguments[0]);
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + arguments[1]));
        var name = arguments[2].replace('.', '-');
        var agents = new AgentsApi(client);
        var gateways = new GatewaysApi(client);
        var tunnels = new TunnelsApi(client);
        var tokens = new TokensApi(client);

        var agent = agents.createAgent(new NewAgent().name(name), null);
        check(agent.getApiKey().startsWith("agt_"), agent);
        check(agent.getLastSeenAt() == null && agent.getLastError() == null, agent);
        check(agent.getStatus() == AgentView.StatusEnum.OFFLINE, agent);
        var changed = agents.updateAgent(agent.getId(), new AgentPatch().metadata(Map.of("rack", 7)), null);
        check(changed.getMetadata().equals(Map.of("rack", 7)), changed);
        check(agents.getAgent(agent.getId()).getCreatedAt().equals(agent.getCreatedAt()), changed);

        var gateway = gateways.createGateway(new NewGateway().name(name).publicIp("2001:db8::7"), null);
        var moved = gateways.updateGateway(gateway.getId(), new GatewayPatch().publicIp("203.0.113.7"), null);
        check(moved.getPublicIp().equals("203.0.113.7"), moved);

        var tunnel = tunnels.createTunnel(
                new NewTunnel().domain(arguments[2]).agentId(agent.getId()).target("localhost:8080"), null);
        var listed = tunnels.listTunnels(agent.getId(), null, arguments[2], 10);
        check(listed.getTotal() == 1 && listed.getTunnels().getFirst().equals(tunnel), listed);
        check(!tunnels.updateTunnel(tunnel.getId(), new TunnelPatch().enabled(false), null).getEnabled(), tunnel);
        tunnels.deleteTunnel(tunnel.getId(), null);
        try {
            tunnels.getTunnel(tunnel.getId());
            throw new AssertionError("a deleted tunnel was returned");
        } catch (ApiException gone) {
            check(gone.getCode() == 404, gone);
        }

        var token = tokens.createToken(new NewToken().name(name).role(NewToken.RoleEnum.VIEWER), null);
        check(token.getExpiresAt() == null && tokens.getToken(token.getId()).getToken() == null, token);
        tokens.revokeToken(token.getId(), null);
        check(new ClientsApi(client).listClients(null, null, null).getTotal() >= 0, "clients");
        new AuditApi(client).listAuditEntries(null, null, null, 5, "success", null, null, null);
        agents.deleteAgent(agent.getId(), null);
        gateways.deleteGateway(gateway.getId(), null);
    }

    private static void check(boolean right, Object what) {
        if (!right) {
            throw new AssertionError(what);
        }
    }
}
