package dev.slipway.gateway.upstream;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks addresses whether they are ready. A 503 and no answer in time are "not ready"; a service that has no such page is taken to be ready.
 */
public final class ReadinessProbe {

    private static final String PATH = "/q/health/ready";
    private static final int NOT_READY = 503;
    private static final long LIMIT_MILLIS = 1000;

    private final HttpClient client;
    private final Set<UpstreamAddress> beingAsked = ConcurrentHashMap.newKeySet();

    /** @param client with connections of its own, so that a service whose connections are all in use is not taken to be dead */
    public ReadinessProbe(HttpClient client) {
        this.client = client;
    }

    /** Asks each address of the pool that has answered its last question; never fails. */
    public void ask(AddressPool pool) {
        for (UpstreamAddress address : pool.all()) {
            if (beingAsked.add(address)) {
                ask(address).onComplete(done -> beingAsked.remove(address));
            }
        }
    }

    private Future<Void> ask(UpstreamAddress address) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(address.socket())
                .setHost(address.socket().host())
                .setPort(address.socket().port())
                .setURI(PATH)
                .setTimeout(LIMIT_MILLIS);
        return client.request(options)
                .compose(HttpClientRequest::send)
                .compose(answer -> answer.body().map(answer.statusCode()))
                .onSuccess(status -> address.saysReady(status != NOT_READY))
                .onFailure(address::saysNothing)
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }
}
