// What a program does with the client that is generated for typescript-axios. Arguments: URL, token, a domain.
import axios from 'axios';
import { AgentsApi, AuditApi, ClientsApi, Configuration, GatewaysApi, TunnelsApi } from './index';

declare const process: { argv: string[]; exit(code: number): never };

function check(right: boolean, what: unknown): void {
  if (!right) {
    throw new Error(JSON.stringify(what));
  }
}

async function roundTrip(basePath: string, accessToken: string, domain: string): Promise<void> {
  const configuration = new Configuration({ basePath, accessToken });
  const name = domain.replaceAll('.', '-');
  const agents = new AgentsApi(configuration);
  const gateways = new GatewaysApi(configuration);
  const tunnels = new TunnelsApi(configuration);

  const { data: agent } = await agents.createAgent({ newAgent: { name } });
  check(agent.apiKey?.startsWith('agt_') === true, agent);
  check(agent.lastSeenAt === null && agent.lastError === null && agent.status === 'offline', agent);
  const { data: changed } = await agents.updateAgent({ id: agent.id, agentPatch: { metadata: { rack: 7 } } });
  check(changed.metadata['rack'] === 7, changed);

  const { data: gateway } = await gateways.createGateway({ newGateway: { name, publicIp: '2001:db8::7' } });
  const { data: cleared } = await gateways.updateGateway({ id: gateway.id, gatewayPatch: { publicIp: null } });
  check(cleared.publicIp === null, cleared);

  const { data: tunnel } = await tunnels.createTunnel({ newTunnel: { domain, agentId: agent.id, target: 'localhost:8080' } });
  const { data: listed } = await tunnels.listTunnels({ agentId: agent.id, domain, limit: 10 });
  check(listed.total === 1 && listed.tunnels[0]?.id === tunnel.id, listed);
  await tunnels.deleteTunnel({ id: tunnel.id });
  const gone = await tunnels.getTunnel({ id: tunnel.id }).catch((error: unknown) => error);
  check(axios.isAxiosError(gone) && gone.response?.status === 404, gone);

  check((await new ClientsApi(configuration).listClients()).data.total >= 0, 'clients');
  await new AuditApi(configuration).listAuditEntries({ limit: 5, outcome: 'success' });
  await agents.deleteAgent({ id: agent.id });
  await gateways.deleteGateway({ id: gateway.id });
}

roundTrip(process.argv[2], process.argv[3], process.argv[4]).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
