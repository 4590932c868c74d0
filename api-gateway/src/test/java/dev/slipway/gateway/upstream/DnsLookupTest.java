package dev.slipway.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DnsLookupTest {

    private final Vertx vertx = Vertx.vertx();
    private final DnsLookup lookup = new DnsLookup(vertx);

    @AfterEach
    void close() {
        lookup.close();
        vertx.close();
    }

    @Test
    void a_name_of_the_hosts_file_is_found() throws Exception {
        // When
        List<InetAddress> found = lookup.all("localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);

        // Then
        assertThat(found).isNotEmpty().allMatch(InetAddress::isLoopbackAddress);
    }
}
