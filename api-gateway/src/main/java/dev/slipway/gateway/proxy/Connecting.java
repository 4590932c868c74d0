package dev.slipway.gateway.proxy;

import dev.slipway.gateway.proxy.UpstreamMetrics.Failure;
import dev.slipway.gateway.upstream.UpstreamAddress;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * Gets a connection to a service: at the address that has the least to do, and where that cannot be connected to, at the next one. Nothing has been
 * sent before it succeeds, and nothing is tried again afterwards: only the caller knows whether the same request may be made twice.
 */
final class Connecting {

    private final Lane lane;
    private final UpstreamMetrics metrics;
    private final Upstream upstream;
    private final HttpMethod method;
    private final String uri;

    /**
     * A connection that waits for a request.
     *
     * @param address to be released when the request is over
     */
    record Connected(HttpClientRequest request, UpstreamAddress address) {}

    Connecting(Lane lane, UpstreamMetrics metrics, Upstream upstream, HttpMethod method, String uri) {
        this.lane = lane;
        this.metrics = metrics;
        this.upstream = upstream;
        this.method = method;
        this.uri = uri;
    }

    /** Fails when no address can be connected to. */
    Future<Connected> connect() {
        return connect(List.of());
    }

    private Future<Connected> connect(List<UpstreamAddress> tried) {
        UpstreamAddress address = upstream.addresses().acquire(tried);
        if (address == null) {
            metrics.failed(upstream, Failure.NO_ADDRESS);
            return Future.failedFuture("no address to try");
        }
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setServer(address.socket())
                .setHost(address.socket().host())
                .setPort(address.socket().port())
                .setURI(uri);
        return lane.client()
                .request(options)
                .map(request -> new Connected(request, address))
                .recover(why -> {
                    address.release();
                    address.failed(why);
                    metrics.failed(upstream, Failure.CONNECT);
                    List<UpstreamAddress> now = new ArrayList<>(tried);
                    now.add(address);
                    return connect(now);
                });
    }
}
