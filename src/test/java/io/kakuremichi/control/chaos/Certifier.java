package io.kakuremichi.control.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kakuremichi.control.certificate.Certificates;
import io.kakuremichi.control.credential.ClientType;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Reports certificates as gateways, and deletes them over REST. Control does not answer a gateway, so no results are recorded. */
final class Certifier implements Runnable {
    private final Random random;
    private final Writer.Job job;
    private final List<String> domains;
    private final Collection<ChaosClient> clients;

    /**
     * @param domains which have tunnels that stay
     */
    Certifier(Random random, Writer.Job job, List<String> domains, Collection<ChaosClient> clients) {
        this.random = random;
        this.job = job;
        this.domains = domains;
        this.clients = clients;
    }

    @Override
    public void run() {
        try {
            while (!job.stop().await(random.nextInt(300, 3_000), TimeUnit.MILLISECONDS)) {
                var domain = domains.get(random.nextInt(domains.size()));
                if (random.nextInt(3) > 0) {
                    obtain(domain);
                } else {
                    var replica =
                            job.replicas().get(random.nextInt(job.replicas().size()));
                    job.rest().call(replica, "DELETE", "/api/certificates/" + domain, null, null);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void obtain(String domain) {
        var gateways = clients.stream()
                .filter(client -> client.type() == ClientType.GATEWAY)
                .toList();
        var made = Certificates.ec().domain(domain).make();
        gateways.get(random.nextInt(gateways.size()))
                .obtained(domain, Items.JSON.<ObjectNode>valueToTree(made.data(domain)));
    }
}
