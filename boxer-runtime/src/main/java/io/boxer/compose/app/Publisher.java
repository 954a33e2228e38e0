// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.app;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.compose.Application;
import io.boxer.compose.PublishedPort;
import io.boxer.compose.Service;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * The published ports: each listens on 127.0.0.1 and hands connections to the nodes of its service in turn. One event loop,
 * {@code boxer-publisher-1-1}. Confined to the thread of the application, its loop aside.
 */
final class Publisher implements AutoCloseable {
    /** A port of a service. */
    record Key(String service, PublishedPort port) {}

    /** Who can be reached at a port of a service at this moment, as this machine's kernel knows them. Thread-safe. */
    @FunctionalInterface
    interface Targets extends BiFunction<String, Integer, List<InetSocketAddress>> {}

    private static final String HOST = "127.0.0.1";
    private static final int CLOSE_SECONDS = 5;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("boxer-publisher", true), NioIoHandler.newFactory());
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Map<Key, Channel> listeners = new LinkedHashMap<>();
    private final Targets targets;

    Publisher(Targets targets) {
        this.targets = targets;
    }

    /**
     * Opens what the application publishes and closes what it does not any more; what stays keeps its connections.
     *
     * @throws BoxerException USER if a port is taken; then nothing has changed
     */
    void publish(Application application) {
        Set<Key> wanted = application.services().stream()
                .flatMap(service -> keys(service).stream())
                .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
        Map<Key, Channel> opened = new LinkedHashMap<>();
        List<Key> gone =
                listeners.keySet().stream().filter(key -> !wanted.contains(key)).toList();
        try {
            // a port may go from one service to another
            wanted.stream()
                    .filter(key -> !listeners.containsKey(key))
                    .filter(key -> gone.stream().noneMatch(old -> isSamePort(old, key)))
                    .forEach(key -> opened.put(key, listen(key)));
        } catch (RuntimeException taken) {
            opened.values().forEach(channel -> channel.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS));
            throw taken;
        }
        gone.forEach(key -> Optional.ofNullable(listeners.remove(key))
                .ifPresent(channel -> channel.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS)));
        listeners.putAll(opened);
        wanted.stream().filter(key -> !listeners.containsKey(key)).forEach(key -> listeners.put(key, listen(key)));
    }

    private static boolean isSamePort(Key one, Key other) {
        return one.port().hostPort() != 0
                && one.port().hostPort() == other.port().hostPort();
    }

    private static List<Key> keys(Service service) {
        return service.publish().stream()
                .map(port -> new Key(service.name(), port))
                .toList();
    }

    private Channel listen(Key key) {
        var turn = new AtomicInteger();
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        channel.pipeline().addLast(new Forwarding(() -> next(key, turn)));
                    }
                })
                .bind(HOST, key.port().hostPort())
                .awaitUninterruptibly(); // sync() would throw the checked exception of the system
        if (!bound.isSuccess()) {
            throw new BoxerException(
                    ErrorCode.USER,
                    "service %s: port %d of %s cannot be published: %s; stop what has it, or publish another one"
                            .formatted(
                                    key.service(),
                                    key.port().hostPort(),
                                    HOST,
                                    bound.cause().getMessage()),
                    bound.cause());
        }
        return bound.channel();
    }

    private Optional<InetSocketAddress> next(Key key, AtomicInteger turn) {
        List<InetSocketAddress> there = targets.apply(key.service(), key.port().nodePort());
        return there.isEmpty()
                ? Optional.empty()
                : Optional.of(there.get(Math.floorMod(turn.getAndIncrement(), there.size())));
    }

    /** Which port of this machine each has. */
    Map<Key, Integer> ports() {
        Map<Key, Integer> ports = new LinkedHashMap<>();
        listeners.forEach((key, channel) -> {
            if (channel.localAddress() instanceof InetSocketAddress address) {
                ports.put(key, address.getPort());
            }
        });
        return ports;
    }

    @Override
    public void close() {
        listeners.values().forEach(channel -> channel.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS));
        connections.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
