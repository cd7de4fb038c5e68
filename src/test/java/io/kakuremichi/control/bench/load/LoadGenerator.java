package io.kakuremichi.control.bench.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The process: commands from standard input, results to standard output, its end with the end of the input. */
public final class LoadGenerator {
    private static final int PATIENCE_SECONDS = 90;
    private static final ObjectMapper JSON = mapper();

    private LoadGenerator() {}

    /** Understands {@link Command}s by name. */
    public static ObjectMapper mapper() {
        var mapper = new ObjectMapper();
        mapper.registerSubtypes(Command.all());
        return mapper;
    }

    /** Arguments: the server's port, and the token that may call REST. */
    public static void main(String[] arguments) throws Exception {
        var loop = new Loop();
        var swarm = new Swarm(loop, new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), arguments[1]);
        Thread.ofPlatform().name("loop").daemon().start(loop);
        try (var commands = new BufferedReader(new InputStreamReader(System.in))) {
            for (var line = commands.readLine(); line != null; line = commands.readLine()) {
                var command = JSON.readValue(line, Command.class);
                System.out.println(JSON.writeValueAsString(run(loop, swarm, command)));
            }
        }
    }

    private static Result run(Loop loop, Swarm swarm, Command command)
            throws IOException, InterruptedException, ExecutionException {
        var result = new CompletableFuture<Result>();
        loop.execute(() -> swarm.begin(activity(swarm, command)).thenAccept(result::complete));
        try {
            return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            loop.execute(swarm::giveUp);
            return result.get();
        }
    }

    private static Swarm.Activity activity(Swarm swarm, Command command) {
        return switch (command) {
            case Command.Connect connect -> new Connecting(swarm, connect);
            case Command.Disconnect disconnect -> new Disconnecting(swarm);
            case Command.ChangeSlowly slowly -> Changing.slowly(swarm, slowly);
            case Command.ChangeFast fast -> Changing.fast(swarm, fast);
            case Command.Beat beat -> new Beating(swarm, beat);
        };
    }
}
