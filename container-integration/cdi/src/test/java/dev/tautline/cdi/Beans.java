// SPDX-License-Identifier: Apache-2.0
package dev.tautline.cdi;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.SessionScoped;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.Serializable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;

/** What a CDI container finds in these tests. */
final class Beans {
    /** What beans tell, in order. */
    static final List<String> TOLD = new ArrayList<>();

    private Beans() {}

    @ApplicationScoped
    static class Greeter {
        String greet() {
            return "hello";
        }
    }

    @Dependent
    static class Piece {
        @PreDestroy
        void end() {
            TOLD.add("piece ends");
        }
    }

    /** Holds what lives for one call. */
    @RequestScoped
    static class Visit {
        private final int number = (int) TOLD.stream().filter("visit"::equals).count();

        int number() {
            return number;
        }

        @PostConstruct
        void begin() {
            TOLD.add("visit");
        }

        @PreDestroy
        void end() {
            TOLD.add("visit ends");
        }
    }

    /** No bean: it has no annotation that makes it one. */
    public static class Plain {
        @Inject
        Greeter greeter;

        @Inject
        Piece piece;

        boolean begun;

        @PostConstruct
        void begin() {
            begun = greeter != null;
        }

        @PreDestroy
        void end() {
            TOLD.add("plain ends");
        }
    }

    /** As {@link Plain}, by its constructor. */
    public static class Constructed {
        final Greeter greeter;

        @Inject
        Constructed(Greeter greeter) {
            this.greeter = greeter;
        }
    }

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface Traced {}

    @Traced
    @Interceptor
    static class Tracing {
        @AroundInvoke
        Object around(InvocationContext call) throws Exception {
            TOLD.add("around " + call.getMethod().getName());
            return call.proceed();
        }
    }

    @Dependent
    @Traced
    static class Bean {
        @Inject
        Piece piece;

        void call() {
            TOLD.add("call");
        }

        @PreDestroy
        void end() {
            TOLD.add("bean ends");
        }
    }

    @ApplicationScoped
    static class Shared {
        private int calls;

        @OnMessage
        int call() {
            calls++;
            return calls;
        }

        @PreDestroy
        void end() {
            TOLD.add("shared ends");
        }
    }

    @Singleton
    static class Single {
        @PreDestroy
        void end() {
            TOLD.add("single ends");
        }
    }

    @ApplicationScoped
    static class FinalMethod extends FinalAncestor {}

    static class FinalAncestor {
        @OnMessage
        public final void message(String text) {
            TOLD.add(text);
        }
    }

    @SessionScoped
    static class OfHttpSession implements Serializable {
        private static final long serialVersionUID = 1;
    }

    @SessionScoped
    static class ConfiguratorOfHttpSession extends ServerEndpointConfig.Configurator implements Serializable {
        private static final long serialVersionUID = 1;
    }

    interface Missing {}

    /** Can't be made. */
    public static class Unsatisfied {
        @Inject
        Missing missing;
    }

    /** As {@link Failing}, a bean. */
    @Dependent
    static class FailingBean {
        @Inject
        Piece piece;

        @PostConstruct
        void begin() {
            throw new IllegalStateException("not today");
        }
    }

    /** Fails. */
    public static class Failing {
        @Inject
        Piece piece;

        @PostConstruct
        void begin() {
            throw new IllegalStateException("not today");
        }
    }
}
