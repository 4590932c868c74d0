package dev.slipway.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressRefreshTest {

    private final Map<String, Future<List<InetAddress>>> names = new HashMap<>();
    private final List<String> askedFor = new ArrayList<>();
    private final AddressPool pool = new AddressPool("build-service");

    @Test
    void addresses_that_need_no_lookup_are_there_at_once() {
        // When
        AddressRefresh refresh = refreshOf("http://10.0.0.1:81,http://[2001:db8::1]:82");

        // Then
        assertThat(refresh.hasNames()).isFalse();
        assertThat(sockets()).containsExactly("10.0.0.1:81", "2001:db8::1:82");
    }

    @Test
    void a_name_is_as_many_addresses_as_it_resolves_to() {
        // Given
        AddressRefresh refresh = refreshOf("http://build.example:81");
        names.put("build.example", Future.succeededFuture(List.of(address("10.0.0.1"), address("2001:db8::1"))));

        // When
        refresh.refresh();

        // Then
        assertThat(sockets()).containsExactly("10.0.0.1:81", "2001:db8::1:81");
    }

    @Test
    void replicas_come_and_go_with_the_name() {
        // Given
        AddressRefresh refresh = refreshOf("http://build.example:81,http://10.0.0.9:81");
        names.put("build.example", Future.succeededFuture(List.of(address("10.0.0.1"), address("10.0.0.2"))));
        refresh.refresh();

        // When
        names.put("build.example", Future.succeededFuture(List.of(address("10.0.0.2"), address("10.0.0.3"))));
        refresh.refresh();

        // Then
        assertThat(sockets()).containsExactly("10.0.0.2:81", "10.0.0.3:81", "10.0.0.9:81");
    }

    @Test
    void a_name_that_cannot_be_looked_up_keeps_what_it_had() {
        // Given
        AddressRefresh refresh = refreshOf("http://build.example:81");
        names.put("build.example", Future.succeededFuture(List.of(address("10.0.0.1"))));
        refresh.refresh();

        // When
        names.put("build.example", Future.failedFuture(new UnknownHostException("build.example")));
        refresh.refresh();

        // Then
        assertThat(sockets()).containsExactly("10.0.0.1:81");
    }

    @Test
    void a_lookup_that_takes_its_time_is_not_asked_for_twice() {
        // Given
        AddressRefresh refresh = refreshOf("http://build.example:81");
        Promise<List<InetAddress>> slow = Promise.promise();
        names.put("build.example", slow.future());
        refresh.refresh();

        // When
        refresh.refresh();

        // Then
        assertThat(askedFor).containsExactly("build.example");
        slow.complete(List.of(address("10.0.0.1")));
        assertThat(sockets()).containsExactly("10.0.0.1:81");
    }

    private AddressRefresh refreshOf(String configured) {
        NameLookup lookup = host -> {
            askedFor.add(host);
            return names.get(host);
        };
        return new AddressRefresh(ConfiguredAddress.parse("test", configured), lookup, pool);
    }

    private List<String> sockets() {
        return pool.all().stream()
                .map(UpstreamAddress::socket)
                .map(AddressRefreshTest::text)
                .toList();
    }

    private static String text(SocketAddress socket) {
        return socket.host() + ":" + socket.port();
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
