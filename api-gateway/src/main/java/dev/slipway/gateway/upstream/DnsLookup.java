package dev.slipway.gateway.upstream;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.util.List;

/**
 * Asks the hosts file and DNS, without blocking, and believes an answer for at most {@value #BELIEVED_SECONDS} s: the JDK's own lookup would keep
 * one for 30 s, in which a replica comes and goes.
 */
@ApplicationScoped
class DnsLookup implements NameLookup {

    private static final int BELIEVED_SECONDS = 2;
    private static final long LIMIT_MILLIS = 2000;

    private final DnsNameResolver resolver;

    DnsLookup(Vertx vertx) {
        EventLoop loop = (EventLoop) vertx.nettyEventLoopGroup().next();
        this.resolver = new DnsNameResolverBuilder(loop)
                .datagramChannelType(NioDatagramChannel.class)
                .queryTimeoutMillis(LIMIT_MILLIS)
                .ttl(0, BELIEVED_SECONDS)
                .negativeTtl(0)
                .build();
    }

    @PreDestroy
    void close() {
        resolver.close();
    }

    @Override
    public Future<List<InetAddress>> all(String host) {
        Promise<List<InetAddress>> found = Promise.promise();
        resolver.resolveAll(host).addListener((io.netty.util.concurrent.Future<List<InetAddress>> asked) -> {
            if (asked.isSuccess()) {
                found.complete(asked.getNow());
            } else {
                found.fail(asked.cause());
            }
        });
        return found.future();
    }
}
