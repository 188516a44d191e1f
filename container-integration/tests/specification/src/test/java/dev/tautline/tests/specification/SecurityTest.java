// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.jakarta.HandshakeRefusedException;
import dev.tautline.tests.contract.wire.HttpAnswer;
import dev.tautline.tests.contract.wire.WireClient;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.catalina.Context;
import org.apache.catalina.authenticator.AuthenticatorBase;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.authenticator.DigestAuthenticator;
import org.apache.catalina.realm.MessageDigestCredentialHandler;
import org.apache.catalina.realm.RealmBase;
import org.apache.catalina.valves.RemoteIpValve;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints that the container protects. */
class SecurityTest {
    @RegisterExtension
    static final WebApplication BASIC = protectedBy("BASIC", new BasicAuthenticator());

    @RegisterExtension
    static final WebApplication DIGEST = protectedBy("DIGEST", new DigestAuthenticator());

    @RegisterExtension
    static final WebApplication PROXIED = WebApplication.builder()
            .endpoints(Who.class)
            .with(context -> {
                RemoteIpValve valve = new RemoteIpValve();
                valve.setProtocolHeader("X-Forwarded-Proto");
                context.getPipeline().addValve(valve);
            })
            .start();

    private static WebApplication protectedBy(String method, AuthenticatorBase authenticator) {
        return WebApplication.builder()
                .endpoints(Who.class, Members.class, Confidential.class, PostOnly.class)
                .with(context -> {
                    context.setRealm(new Users());
                    context.setLoginConfig(new LoginConfig(method, "users", null, null));
                    context.getPipeline().addValve(authenticator);
                    constrain(context, "/members", "member", null, null);
                    constrain(context, "/post", "member", null, "POST");
                    constrain(context, "/confidential", null, "CONFIDENTIAL", null);
                })
                .start();
    }

    private static void constrain(Context context, String path, String role, String guarantee, String httpMethod) {
        SecurityCollection collection = new SecurityCollection();
        collection.addPattern(path);
        if (httpMethod != null) {
            collection.addMethod(httpMethod);
        }
        SecurityConstraint constraint = new SecurityConstraint();
        constraint.addCollection(collection);
        if (role != null) {
            constraint.addAuthRole(role);
            context.addSecurityRole(role);
        }
        if (guarantee != null) {
            constraint.setUserConstraint(guarantee);
        }
        context.addConstraint(constraint);
    }

    /** Two users, with their names as passwords; one is a member. */
    private static final class Users extends RealmBase {
        Users() {
            setCredentialHandler(new MessageDigestCredentialHandler());
        }

        @Override
        protected String getPassword(String name) {
            return name.equals("alice") || name.equals("bob") ? name : null;
        }

        @Override
        protected java.security.Principal getPrincipal(String name) {
            return new org.apache.catalina.realm.GenericPrincipal(
                    name, name.equals("alice") ? java.util.List.of("member") : java.util.List.of("guest"));
        }
    }

    /** What the handshake says of its user. */
    public static final class Asking extends ServerEndpointConfig.Configurator {
        @Override
        public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
            config.getUserProperties()
                    .put(
                            "handshake",
                            name(request.getUserPrincipal()) + " " + request.isUserInRole("member") + " "
                                    + request.getRequestURI().getScheme());
        }
    }

    private static String name(java.security.Principal principal) {
        return principal == null ? "nobody" : principal.getName();
    }

    /** Tells who is connected. */
    @ServerEndpoint(value = "/who", configurator = Asking.class)
    public static class Who {
        @OnOpen
        public void open(Session session, EndpointConfig config) {
            session.getUserProperties().put("open", name(session.getUserPrincipal()) + " " + session.isSecure());
        }

        @OnMessage
        public String message(String text, Session session) {
            return session.getUserProperties().get("handshake") + ", "
                    + session.getUserProperties().get("open");
        }
    }

    /** For members. */
    @ServerEndpoint(value = "/members", configurator = Asking.class)
    public static class Members extends Who {
        @Override
        @OnOpen
        public void open(Session session, EndpointConfig config) {
            super.open(session, config);
        }

        @Override
        @OnMessage
        public String message(String text, Session session) {
            return super.message(text, session);
        }
    }

    /** Over TLS only. */
    @ServerEndpoint("/confidential")
    public static class Confidential {
        @OnMessage
        public String message(String text) {
            return text;
        }
    }

    /** Protected for another method than that of handshakes. */
    @ServerEndpoint("/post")
    public static class PostOnly {
        @OnMessage
        public String message(String text) {
            return text;
        }
    }

    private static String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @Section({"8.1", "8.2"})
    @DisplayName(
            "no credentials are 401, the wrong role 403, and no connection; paths beside the protected one don't reach it")
    void refused() {
        HttpAnswer anonymous = BASIC.wire("/members").exchange();
        assertEquals(401, anonymous.status());
        assertTrue(String.valueOf(anonymous.header("WWW-Authenticate")).startsWith("Basic"), "asks for credentials");
        assertEquals(
                403,
                BASIC.wire("/members")
                        .header("Authorization", basic("bob"))
                        .exchange()
                        .status());
        for (String path : new String[] {"/members/", "/members;x=1", "/%6Dembers", "//members", "/./members"}) {
            int status = BASIC.wire(path).exchange().status();
            assertTrue(status >= 400, path + " is answered " + status);
        }
    }

    @Test
    @Section({"8.1", "7.2"})
    @DisplayName("an authenticated handshake is the user's: in the configurator and in the session, with its roles")
    void principal() {
        try (WireClient client =
                BASIC.wire("/members").header("Authorization", basic("alice")).open()) {
            assertEquals("alice true ws, alice false", client.sendText("who?").text());
            client.closeCleanly();
        }
        try (WireClient client = BASIC.wire("/who").open()) {
            assertEquals(
                    "nobody false ws, nobody false", client.sendText("who?").text());
            client.closeCleanly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BASIC", "DIGEST"})
    @Section({"8.1", "7.2"})
    @DisplayName("our client answers Tomcat's challenge, Basic and Digest, with the properties of its endpoint")
    void client(String method) throws Exception {
        WebApplication application = method.equals("BASIC") ? BASIC : DIGEST;
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create().build();
        config.getUserProperties().put("dev.tautline.client.user", "alice");
        config.getUserProperties().put("dev.tautline.client.password", "alice");
        Recorder client = new Recorder();
        Session session = Pair.connect(client, config, application.uri("/members"));
        session.getBasicRemote().sendText("who?");
        assertEquals("alice true ws, alice false", client.text());
        session.close();
        config.getUserProperties().put("dev.tautline.client.password", "wrong");
        HandshakeRefusedException refused =
                assertThrows(HandshakeRefusedException.class, () -> ContainerProvider.getWebSocketContainer()
                        .connectToServer(new Recorder(), config, application.uri("/members")));
        assertEquals(401, refused.status());
    }

    @Test
    @Section("8.1")
    @DisplayName("user information in the client's URL is sent as Basic")
    void userInformation() throws Exception {
        URI plain = BASIC.uri("/members");
        Recorder client = new Recorder();
        Session session =
                Pair.connect(client, URI.create("ws://alice:alice@" + plain.getAuthority() + plain.getPath()));
        session.getBasicRemote().sendText("who?");
        assertEquals("alice true ws, alice false", client.text());
        session.close();
    }

    @Test
    @Section("8.2")
    @DisplayName("a constraint for another method than GET does not protect a handshake")
    void otherMethod() {
        assertEquals("free", BASIC.answer("/post", "free"));
    }

    @Test
    @Section("8.3")
    @DisplayName("CONFIDENTIAL: no connection over ws, one over wss; NONE allows ws")
    void transportGuarantee() throws Exception {
        int status = BASIC.wire("/confidential").exchange().status();
        assertTrue(status == 302 || status == 403, "answered " + status);
        assertInstanceOf(
                HandshakeRefusedException.class,
                assertThrows(Exception.class, () -> ContainerProvider.getWebSocketContainer()
                        .connectToServer(
                                new Recorder(),
                                ClientEndpointConfig.Builder.create().build(),
                                BASIC.uri("/confidential"))));
        try (WebApplication secure = WebApplication.builder()
                .endpoints(Confidential.class)
                .tls()
                .with(context -> constrain(context, "/confidential", null, "CONFIDENTIAL", null))
                .start()) {
            assertEquals("private", secure.answer("/confidential", "private"));
        }
    }

    @Test
    @Section({"8.3", "7.2"})
    @DisplayName(
            "behind a proxy that ends TLS isSecure and the scheme are the client's, by the container's RemoteIpValve")
    void behindProxy() {
        try (WireClient client =
                PROXIED.wire("/who").header("X-Forwarded-Proto", "https").open()) {
            assertEquals(
                    "nobody false wss, nobody true", client.sendText("who?").text());
            client.closeCleanly();
        }
        assertEquals("nobody false ws, nobody false", PROXIED.answer("/who", "who?"));
    }
}
