// A client of Control, for Node.js 22 and newer: node client.mjs ws://localhost:3001 agent KEY
const [base, type, key] = process.argv.slice(2);
const usage = 'Usage: node client.mjs ws://localhost:3001 agent|gateway KEY';
if (!['agent', 'gateway'].includes(type) || !key) { console.error(usage); process.exit(2); }
const state = {}; // tunnels, gateways or agents, certificates: each a Map by id
let epoch, revision; // the state is that history's at that revision; without one there is no state
let privateKey, limit = 1_000; // of the next pause

function connect() {
  const began = Date.now();
  const from = revision === undefined ? '' : `&resume=${epoch}:${revision}`;
  const socket = new WebSocket(`${base}/ws?type=${type}&capabilities=delta,resume,ack${from}`, {
    headers: { Authorization: `Bearer ${key}` }, // Node's own; where there are no headers, send `auth` first
  });
  const say = (kind, data) => socket.send(JSON.stringify({ type: kind, data }));
  let heartbeats;
  socket.onmessage = ({ data: text }) => {
    const message = JSON.parse(text);
    if (message.type === 'auth_success') {
      heartbeats = setInterval(() => say('heartbeat', { timestamp: Date.now() }), message.data.heartbeatIntervalMs);
    }
    apply(message);
    console.log(message.type, JSON.stringify([...(state.tunnels?.values() ?? [])]));
    if (message.revision !== undefined) {
      revision = message.revision;
      say('config_ack', { revision, success: true }); // after it was applied, never before
    }
  };
  const end = ({ code = 1006 }) => { // an error has no code, and a close follows it or does not
    socket.onclose = socket.onerror = null;
    clearInterval(heartbeats);
    console.log('closed', code);
    if (code === 4401 || code === 4403) process.exit(1); // this key will never do
    setTimeout(connect, pause(code));
    limit = Date.now() - began > 60_000 ? 1_000 : Math.min(60_000, 2 * limit);
  };
  socket.onclose = socket.onerror = end;
}

function apply({ type: kind, data }) {
  if (kind === 'auth_success') {
    epoch = data.epoch;
    if (!data.resumed) revision = undefined; // a config follows
  } else if (kind === 'config') {
    privateKey = data[type].wireguardPrivateKey ?? privateKey; // save it before it is confirmed: it does not come again
    for (const [name, items] of Object.entries(data).filter(([, part]) => Array.isArray(part))) {
      state[name] = new Map(items.map((item) => [item.id ?? item.domain, item]));
    }
  } else if (/_(create|update)$/.test(kind)) {
    state[kind.replace(/_.*/, 's')]?.set(data.id ?? data.domain, data);
  } else if (kind.endsWith('_delete')) {
    state[kind.replace(/_.*/, 's')]?.delete(data.id ?? data.domain);
  } // what is not known is a newer Control's
}
function pause(code) {
  if (code === 1001 || code === 1012) return 5_000 * Math.random(); // Control stops or restarts: spread the reconnects
  if (code === 4409) return 30_000 * (1 + Math.random()); // another client has the same key
  return limit * Math.random();
}
connect();
