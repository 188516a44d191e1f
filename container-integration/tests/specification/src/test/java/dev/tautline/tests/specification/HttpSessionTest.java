// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.tests.contract.wire.HttpAnswer;
import dev.tautline.tests.contract.wire.WireClient;
import dev.tautline.tests.contract.wire.WireRequest;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.websocket.CloseReason;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.catalina.Context;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.realm.GenericPrincipal;
import org.apache.catalina.realm.MessageDigestCredentialHandler;
import org.apache.catalina.realm.RealmBase;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The HTTP session behind a WebSocket session. */
class HttpSessionTest {
    static final BlockingQueue<Integer> CLOSED = new LinkedBlockingQueue<>();

    @RegisterExtension
    static final WebApplication APPLICATION = WebApplication.builder()
            .endpoints(Visit.class, Account.class)
            .with(HttpSessionTest::protect)
            .start();

    private static void protect(Context context) {
        Tomcat.addServlet(context, "visits", new Visits()).addMapping("/visits/*");
        RealmBase realm = new RealmBase() {
            @Override
            protected String getPassword(String name) {
                return name;
            }

            @Override
            protected java.security.Principal getPrincipal(String name) {
                return new GenericPrincipal(name, List.of("member"));
            }
        };
        realm.setCredentialHandler(new MessageDigestCredentialHandler());
        context.setRealm(realm);
        context.setLoginConfig(new LoginConfig("BASIC", "users", null, null));
        BasicAuthenticator authenticator = new BasicAuthenticator();
        authenticator.setAlwaysUseSession(true);
        context.getPipeline().addValve(authenticator);
        SecurityCollection collection = new SecurityCollection();
        collection.addPattern("/account");
        collection.addPattern("/visits/member");
        SecurityConstraint constraint = new SecurityConstraint();
        constraint.addCollection(collection);
        constraint.addAuthRole("member");
        context.addSecurityRole("member");
        context.addConstraint(constraint);
    }

    /** Begins sessions, counts in them, gives them another id and ends them. */
    private static final class Visits extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String what = request.getPathInfo();
            HttpSession session = request.getSession(true);
            if (what.equals("/end")) {
                session.invalidate();
            } else if (what.equals("/rename")) {
                request.changeSessionId();
            } else {
                session.setAttribute("visits", "yes");
            }
            response.getWriter().print(what);
        }
    }

    /** Keeps the HTTP session's accessor. */
    public static final class Finding extends ServerEndpointConfig.Configurator {
        @Override
        public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
            if (request.getHttpSession() instanceof HttpSession session) {
                config.getUserProperties().put("id", session.getId());
                config.getUserProperties().put("accessor", session.getAccessor());
            }
        }
    }

    /** Looks into the HTTP session. */
    @ServerEndpoint(value = "/visit", configurator = Finding.class)
    public static class Visit {
        @OnMessage
        public String message(String text, Session session) {
            Object accessor = session.getUserProperties().get("accessor");
            if (!(accessor instanceof HttpSession.Accessor found)) {
                return "no session";
            }
            StringBuilder visits = new StringBuilder();
            found.access(http -> visits.append(http.getAttribute("visits")));
            return visits.toString();
        }

        @OnClose
        public void close(CloseReason reason) {
            CLOSED.add(reason.getCloseCode().getCode());
        }
    }

    /** For authenticated users. */
    @ServerEndpoint(value = "/account", configurator = Finding.class)
    public static class Account {
        @OnMessage
        public String message(String text, Session session) {
            return session.getUserPrincipal().getName() + " " + text;
        }

        @OnClose
        public void close(CloseReason reason) {
            CLOSED.add(reason.getCloseCode().getCode());
        }
    }

    private static final String ALICE =
            "Basic " + Base64.getEncoder().encodeToString("alice:alice".getBytes(StandardCharsets.UTF_8));

    /** Asks the servlet; gives the session's cookie, the one that was sent where there is no other. */
    private static String visit(String what, String cookie) {
        HttpAnswer answer = WireRequest.get(APPLICATION.base(), "/visits/" + what)
                .header("Cookie", cookie)
                .header("Authorization", what.equals("member") ? ALICE : null)
                .exchange();
        assertEquals(200, answer.status());
        String set = answer.header("Set-Cookie");
        return set == null ? String.valueOf(cookie) : set.substring(0, set.indexOf(';'));
    }

    @Test
    @Section({"7.2", "3.1.5"})
    @DisplayName("the configurator reaches the client's HttpSession, and by its Accessor the endpoint does later")
    void accessor() {
        String cookie = visit("begin", null);
        try (WireClient client =
                APPLICATION.wire("/visit").header("Cookie", cookie).open()) {
            assertEquals("yes", client.sendText("visits?").text());
            client.closeCleanly();
        }
        assertEquals(1000, Recorder.next("close", CLOSED));
        assertEquals("no session", APPLICATION.answer("/visit", "visits?"));
        assertEquals(1000, Recorder.next("close", CLOSED));
    }

    @Test
    @Section("7.2")
    @DisplayName(
            "a session of an authenticated user ends with 1008 when the HTTP session does, whatever id it has by then")
    void end() {
        for (boolean renamed : new boolean[] {false, true}) {
            String cookie = visit("member", null);
            try (WireClient client = APPLICATION
                    .wire("/account")
                    .header("Cookie", cookie)
                    .header("Authorization", ALICE)
                    .open()) {
                assertEquals("alice hello", client.sendText("hello").text());
                String set = client.answer().header("Set-Cookie");
                String current = set == null ? cookie : set.substring(0, set.indexOf(';'));
                if (renamed) {
                    current = visit("rename", current);
                }
                visit("end", current);
                assertEquals(1008, client.closeFrame().closeCode());
                client.sendClose(1008, "");
                client.expectEnd();
            }
            assertEquals(1008, Recorder.next("close", CLOSED));
        }
    }

    @Test
    @Section("7.2")
    @DisplayName("a session of nobody in particular outlives the HTTP session")
    void anonymous() {
        String cookie = visit("begin", null);
        try (WireClient client =
                APPLICATION.wire("/visit").header("Cookie", cookie).open()) {
            assertEquals("yes", client.sendText("visits?").text());
            visit("end", cookie);
            client.send(dev.tautline.testkit.Frames.frame(0x89, new byte[] {1}, true));
            assertEquals(10, client.frame().opcode());
            client.closeCleanly();
        }
        assertEquals(1000, Recorder.next("close", CLOSED));
        assertTrue(CLOSED.isEmpty());
    }
}
