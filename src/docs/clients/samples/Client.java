// A client of Control, for Java 25: java Client.java ws://localhost:3001 agent KEY
import module java.net.http;
final HttpClient http = HttpClient.newHttpClient();
final Map<String, Map<Object, Object>> state = new HashMap<>(); // "tunnels", "gateways", …, each by id
Object epoch; Object revision; // the state is that history's at that revision; without one there is no state
Object privateKey; // save it when it comes: it comes once
long heartbeat = 30_000; long limit = 1_000; long retryAfter;

void main(String[] args) throws Exception {
    if (args.length != 3) { IO.println("Usage: java Client.java ws://HOST:3001 agent|gateway KEY"); System.exit(2); }
    while (true) {
        var began = System.nanoTime();
        var code = live(args[0] + "/ws?type=" + args[1] + "&capabilities=delta,resume,ack", args[1], args[2]);
        IO.println("closed " + code);
        switch (code) {
            case 401, 4401, 4403 -> System.exit(1); // this key will never do
            case 1001, 1012 -> Thread.sleep((long) (5_000 * Math.random())); // spread the reconnects
            case 4409 -> Thread.sleep((long) (30_000 * (1 + Math.random()))); // another client has the same key
            default -> Thread.sleep(retryAfter + (long) (limit * Math.random()));
        }
        limit = System.nanoTime() - began > 120e9 ? 1_000 : Math.min(60_000, 2 * limit);
    }
}
int live(String uri, String type, String key) throws InterruptedException { // one connection; returns why it ended
    var from = revision == null ? "" : "&resume=" + epoch + ":" + revision;
    retryAfter = 0;
    try {
        var events = new Events();
        var socket = http.newWebSocketBuilder().header("Authorization", "Bearer " + key)
                .buildAsync(URI.create(uri + from), events).get();
        while (true) {
            var event = events.poll(heartbeat, TimeUnit.MILLISECONDS);
            if (event instanceof Integer code) return code;
            var answer = event == null ? "{\"type\":\"heartbeat\",\"data\":{}}" : told(type, Json.object(event));
            if (!answer.isEmpty()) socket.sendText(answer, true).get();
            if (event != null) socket.request(1);
        }
    } catch (ExecutionException e) {
        if (!(e.getCause() instanceof WebSocketHandshakeException refused)) return 1006;
        retryAfter = 1_000 * refused.getResponse().headers().firstValueAsLong("Retry-After").orElse(0);
        return refused.getResponse().statusCode();
    }
}
String told(String type, Map<String, Object> message) { // applies it; returns what to answer
    var name = message.get("type").toString(); var data = Json.object(message.get("data"));
    if (name.equals("auth_success")) {
        epoch = data.get("epoch");
        if (!data.get("resumed").equals("true")) revision = null; // a config follows
        heartbeat = Long.parseLong(data.get("heartbeatIntervalMs").toString());
    } else if (name.equals("config")) {
        privateKey = Json.object(data.get(type)).getOrDefault("wireguardPrivateKey", privateKey);
        data.forEach((kind, items) -> state.put(kind, Json.byId(items)));
    } else if (state.get(name.replaceFirst("_.*", "s")) instanceof Map<Object, Object> items) {
        if (name.endsWith("_delete")) items.remove(Json.id(data)); else items.put(Json.id(data), data);
    }
    IO.println(name + " " + state.getOrDefault("tunnels", Map.of()).values());
    if (message.get("revision") == null) return ""; // not about the state
    revision = message.get("revision");
    return "{\"type\":\"config_ack\",\"data\":{\"revision\":" + revision + ",\"success\":true}}";
}
