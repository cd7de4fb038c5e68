package io.kakuremichi.control.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.command.CommandLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

/** The examples that keep the configuration in a repository. */
@Execution(CONCURRENT)
class GitOpsTest {
    private static final Pattern COMMAND = Pattern.compile("\"\\$IMAGE\" ([^>\\n]+)");

    private static JsonNode workflow() {
        return Yaml.documents(Path.of("deploy/gitops/github-workflow.yaml")).getFirst();
    }

    @Test
    void theWorkflowPlansOnAPullRequestAndAppliesOnAMerge() {
        var jobs = workflow().path("jobs");

        assertThat(command(jobs.path("plan"))).startsWith("plan -f /state --prune");
        assertThat(jobs.at("/plan/if").asText()).contains("pull_request");
        assertThat(command(jobs.path("apply"))).startsWith("apply -f /state --prune --no-keys");
        assertThat(jobs.at("/apply/if").asText()).contains("push");
        assertThat(jobs).allSatisfy(job -> assertThat(
                        CommandLines.mistake(command(job).replace("\"", "").split(" +")))
                .isEmpty());
    }

    private static String command(JsonNode job) {
        var script =
                job.path("steps").path(job.path("steps").size() - 1).path("run").asText();
        var found = COMMAND.matcher(script);
        assertThat(found.find()).as(script).isTrue();
        return found.group(1).strip();
    }

    @Test
    void theJobsCommandIsValid() {
        var job = Yaml.documents(Path.of("deploy/gitops/kubernetes/job.yaml")).getFirst();
        var arguments = new ArrayList<String>();
        Pods.containers(job).getFirst().path("args").forEach(argument -> arguments.add(argument.asText()));

        assertThat(arguments).contains("apply", "--no-keys");
        assertThat(CommandLines.mistake(arguments.toArray(String[]::new))).isEmpty();
    }
}
