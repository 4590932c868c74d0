package dev.slipway.gateway.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.dialects.ApiClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientNetworkTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "192.0.2.1,                192.0.2.1",
        "::ffff:192.0.2.1,         192.0.2.1",
        "2001:db8:1:2:3:4:5:6,     2001:db8:1:2::/64",
        "2001:db8:1:2::,           2001:db8:1:2::/64",
        "2001:0DB8:1:2:ffff::1,    2001:db8:1:2::/64",
        "2001:db8:1:3:3:4:5:6,     2001:db8:1:3::/64",
        "fe80::1%eth0,             fe80::/64",
        "::1,                      ::/64",
        "unknown,                  unknown"
    })
    void an_ipv6_address_counts_as_its_network_and_an_ipv4_address_as_itself(String address, String expected) {
        // When
        QuotaSubject subject = QuotaSubject.ofAddress(address, ApiClass.READ);

        // Then
        assertThat(subject.name()).isEqualTo(expected);
    }

    @Test
    void the_burst_limit_and_the_quota_know_a_client_by_the_same_network() {
        // When
        BurstClient client = BurstClient.ofAddress("2001:db8::aaaa");

        // Then
        assertThat(client).isEqualTo(BurstClient.ofAddress("2001:db8::bbbb"));
        assertThat(client.id())
                .isEqualTo(
                        QuotaSubject.ofAddress("2001:db8::cccc", ApiClass.READ).name());
    }
}
