/**
 * Where things are in the picture of the topology: gateways above, a rail that joins them, agents below in columns, and
 * lines for tunnels. Pure: from an answer of the API and a width to coordinates.
 *
 * @typedef {{x: number, y: number, width: number, height: number, node: any, tunnels: any[] | null, rest: number}} Card
 * @typedef {{x1: number, y1: number, x2: number, y2: number, state: string, weight: number}} Strand
 * @typedef {{cards: Card[], trunks: {x: number, y1: number, y2: number}[], strands: Strand[], links: Strand[],
 *     gateways: Card[], rail: {x1: number, x2: number, y: number}, width: number, height: number, detail: string}} Layout
 */

/** How much of each agent is shown, by how many there are. */
const DETAILS = {
    full: { width: 250, least: 220, head: 40, row: 26, rows: 6, gap: 18 },
    compact: { width: 148, head: 32, row: 0, rows: 0, gap: 8 },
    group: { width: 212, head: 92, row: 0, rows: 0, gap: 14 },
};
const GATEWAY = { width: 196, height: 40, group: 72, gap: 16 };
/** Room to the left of a card for the lines that come to it. */
const GUTTER = 34;
const RAIL_GAP = 46;
const MARGIN = 4;
/** The radius with which a line leaves its trunk. */
export const BEND = 8;
const FULL_AGENTS = 12;
const FULL_TUNNELS = 60;
const STRANDS = 3;
const STRAND_GAP = 7;
const STATES = ['down', 'up', 'unknown', 'disabled'];

/**
 * @param {any} picture the answer of `/api/topology`
 * @param {number} width of the picture
 * @returns {Layout}
 */
export function layout(picture, width) {
    const { gateways, rail } = above(picture.gateways, width);
    const detail = detailOf(picture);
    const { cards, columns, bottom } = below(picture, detail, width, rail + RAIL_GAP);
    const strands = cards.flatMap((card) => strandsOf(card, detail));
    const trunks = columns.map((x) => ({ x, y1: rail, y2: Math.max(rail, ...strands.filter(({ x1 }) => x1 === x).map(({ y1 }) => y1)) - BEND }));
    const links = gateways.map((card) => gatewayLink(card, rail));
    const ends = [...columns, ...links.map(({ x1 }) => x1)];
    return {
        gateways,
        cards,
        links,
        trunks,
        strands,
        rail: { x1: Math.min(...ends, width / 2), x2: Math.max(...ends, width / 2), y: rail },
        width,
        height: bottom + MARGIN,
        detail,
    };
}

function detailOf({ agents, tunnels }) {
    if (agents.groupedBy) {
        return 'group';
    }
    return tunnels && agents.nodes.length <= FULL_AGENTS && tunnels.length <= FULL_TUNNELS ? 'full' : 'compact';
}

/** Gateways in centred rows. */
function above({ nodes, groupedBy }, width) {
    const height = groupedBy ? GATEWAY.group : GATEWAY.height;
    const perRow = Math.max(1, Math.floor((width - 2 * MARGIN + GATEWAY.gap) / (GATEWAY.width + GATEWAY.gap)));
    const cardWidth = Math.min(GATEWAY.width, width - 2 * MARGIN);
    const rows = Math.ceil(nodes.length / perRow);
    const gateways = nodes.map((node, index) => {
        const row = Math.floor(index / perRow);
        const inRow = row === rows - 1 ? nodes.length - row * perRow : perRow;
        const left = (width - inRow * (cardWidth + GATEWAY.gap) + GATEWAY.gap) / 2;
        return {
            x: left + (index % perRow) * (cardWidth + GATEWAY.gap),
            y: MARGIN + row * (height + GATEWAY.gap),
            width: cardWidth,
            height,
            node,
            last: row === rows - 1,
        };
    });
    const bottom = MARGIN + Math.max(0, rows * (height + GATEWAY.gap) - GATEWAY.gap);
    return { gateways, rail: bottom + RAIL_GAP };
}

/** From a gateway down to the rail: beside the cards that are below it. */
function gatewayLink(card, rail) {
    const x = card.last ? card.x + card.width / 2 : card.x - GATEWAY.gap / 2;
    const y = card.last ? card.y + card.height : card.y + card.height / 2;
    return { x1: x, y1: y, x2: x, y2: rail, card, state: worst(card.node.clients), weight: 1 };
}

/** Agents in columns; each goes to the shortest one, so that tall cards leave no holes. */
function below({ agents, tunnels }, detail, width, top) {
    const size = DETAILS[detail];
    const count = agents.nodes.length;
    const least = GUTTER + (size.least ?? size.width);
    const fitting = Math.max(1, Math.floor((width - 2 * MARGIN) / least));
    const number = Math.max(1, Math.min(fitting, count));
    const cardWidth = Math.min(width - 2 * MARGIN - GUTTER, number < fitting ? size.width : (width - 2 * MARGIN) / number - GUTTER);
    const left = (width - number * (cardWidth + GUTTER)) / 2;
    const bottoms = Array.from({ length: number }, () => top);
    const cards = agents.nodes.map((node) => {
        const column = bottoms.indexOf(Math.min(...bottoms));
        const own = detail === 'full' ? tunnels.filter(({ agentId }) => agentId === node.id) : [];
        const shown = own.length > size.rows ? own.slice(0, size.rows - 1) : own;
        const rows = shown.length + (own.length > shown.length ? 1 : 0);
        const height = size.head + rows * size.row + (rows ? 8 : 0);
        const x = left + column * (cardWidth + GUTTER) + GUTTER;
        const card = { x, y: bottoms[column], width: cardWidth, height, node, column, tunnels: detail === 'full' ? shown : null, rest: own.length - shown.length };
        bottoms[column] += height + size.gap;
        return card;
    });
    const columns = count ? [...new Set(cards.map(trunkOf))] : [];
    return { cards, columns, bottom: count ? Math.max(...bottoms) - size.gap : top };
}

function middle(card) {
    return card.tunnels ? DETAILS.full.head / 2 : card.height / 2;
}

function rowMiddle(row) {
    const { head, row: height } = DETAILS.full;
    return head + row * height + height / 2;
}

/** Where the line is that the card's lines come from. */
function trunkOf(card) {
    return card.x - (GUTTER * 2) / 3;
}

/** One line for each tunnel, or a few for many. */
function strandsOf(card, detail) {
    const x1 = trunkOf(card);
    const line = (y, state, weight = 1) => ({ x1, y1: card.y + y, x2: card.x, y2: card.y + y, state, weight });
    if (card.tunnels?.length) {
        return card.tunnels.map(({ state }, row) => line(rowMiddle(row), state));
    }
    const states = statesOf(card.node.tunnels);
    if (states.length === 0) {
        return [line(middle(card), 'none')];
    }
    const shown = detail === 'group' ? states : sample(states, card.node.tunnels);
    return shown.map((state, index) =>
        line(
            middle(card) + (index - (shown.length - 1) / 2) * (detail === 'group' ? 9 : STRAND_GAP),
            state,
            detail === 'group' ? weight(numberOf(card.node.tunnels, state)) : 1,
        ),
    );
}

/** The states that tunnels are in, the worst first. */
function statesOf(tunnels) {
    return STATES.filter((state) => numberOf(tunnels, state) > 0);
}

/** How many tunnels of a node are in a state. */
export function numberOf(tunnels, state) {
    return state === 'disabled' ? tunnels.total - tunnels.enabled : tunnels[state];
}

/** A line for each of few tunnels; of many, each state at least once. */
function sample(states, tunnels) {
    const each = states.flatMap((state) => Array.from({ length: Math.min(numberOf(tunnels, state), STRANDS) }, () => state));
    const chosen = [...states.slice(0, STRANDS)];
    for (const state of each) {
        if (chosen.length < Math.min(STRANDS, tunnels.total) && count(chosen, state) < count(each, state)) {
            chosen.push(state);
        }
    }
    return chosen.sort((left, right) => STATES.indexOf(left) - STATES.indexOf(right));
}

function count(list, wanted) {
    return list.filter((each) => each === wanted).length;
}

function weight(number) {
    return Math.min(3, 1 + Math.log10(Math.max(1, number)));
}

/** Whether gateways of a node can forward: all, some or none. */
function worst(clients) {
    const online = clients.online + clients.error;
    const missing = clients.offline + clients.neverConnected;
    return missing === 0 ? 'up' : online === 0 ? 'down' : 'up';
}
