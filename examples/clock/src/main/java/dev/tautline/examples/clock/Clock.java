// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.clock;

import dev.tautline.eventsource.EventSourceBroadcaster;
import dev.tautline.eventsource.EventSourceOptions;
import dev.tautline.eventsource.ServerSentEvent;
import dev.tautline.servlet.DeploymentInitializer;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The clock: each tick goes to all who watch, and who was away for a moment gets the ticks that it missed. */
public final class Clock implements AutoCloseable {
    private static final int TICKS_KEPT = 600;

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final ClockServlet watchers;
    private final EventSourceBroadcaster broadcaster =
            EventSourceBroadcaster.builder().replayEvents(TICKS_KEPT).build();
    private final AtomicLong ticks = new AtomicLong();

    private Clock(int port, Duration retry) {
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        watchers = new ClockServlet(
                broadcaster, EventSourceOptions.builder().retry(retry).build());
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServletContainerInitializer(new DeploymentInitializer());
        ServletHolder clock = new ServletHolder(watchers);
        clock.setAsyncSupported(true);
        context.addServlet(clock, "/clock");
        context.addServlet(new PageServlet(), "");
        server.setHandler(context);
        server.setStopAtShutdown(true);
    }

    /** {@code java ... Clock [PORT]}: ticks once a second; the page is at {@code http://127.0.0.1:PORT/}. */
    public static void main(String[] args) throws Exception {
        Clock clock = start(args.length == 0 ? 8080 : Integer.parseInt(args[0]), Duration.ofSeconds(2));
        System.out.println("http://127.0.0.1:" + clock.port() + "/");
        var unused = new ScheduledThreadPoolExecutor(1).scheduleAtFixedRate(clock::tick, 1, 1, TimeUnit.SECONDS);
    }

    static Clock start(int port, Duration retry) throws Exception {
        Clock clock = new Clock(port, retry);
        clock.server.start();
        return clock;
    }

    int port() {
        return connector.getLocalPort();
    }

    /** Tells everybody the time. */
    void tick() {
        String time = LocalTime.now(ZoneId.systemDefault())
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        broadcaster.broadcast(ServerSentEvent.of(time, "tick", String.valueOf(ticks.incrementAndGet())));
    }

    /** Ends all connections, as a restart or a proxy would; the browsers come back. */
    void disconnect() {
        watchers.disconnect();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The clock did not stop", e);
        }
    }
}
