package dev.slipway.gateway.quota;

import io.netty.util.NetUtil;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Whom an address stands for. A host with IPv6 has a network of 64 bits to itself (RFC 4291, 2.5.4) and could call from another address each
 * time; so the network is what counts. An IPv4 address in IPv6 clothes (RFC 4291, 2.5.5.2) is the IPv4 address.
 */
final class ClientNetwork {

    private static final int IPV4_BYTES = 4;
    private static final int NETWORK_BYTES = 8;
    private static final byte[] MAPPED_PREFIX = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff};

    private ClientNetwork() {}

    /** {@code 192.0.2.1} or {@code 2001:db8:0:1::/64}; what is no address stays as it is. */
    static String of(String address) {
        if (NetUtil.isValidIpV4Address(address)) {
            return address;
        }
        byte @Nullable [] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null) {
            return address;
        }
        if (bytes.length == IPV4_BYTES) {
            return NetUtil.bytesToIpAddress(bytes);
        }
        if (Arrays.equals(bytes, 0, MAPPED_PREFIX.length, MAPPED_PREFIX, 0, MAPPED_PREFIX.length)) {
            return NetUtil.bytesToIpAddress(Arrays.copyOfRange(bytes, MAPPED_PREFIX.length, bytes.length));
        }
        Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
        return NetUtil.bytesToIpAddress(bytes) + "/64";
    }
}
