// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.jakarta.injection.InstanceFactory;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Decoder;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Encoder;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EndpointDescriptorTest {
    public static class OwnConfigurator extends ServerEndpointConfig.Configurator {}

    @ServerEndpoint(
            value = "/chat/{room}",
            subprotocols = {"chat", "v2.chat"},
            decoders = TestCoders.TextDecoder.class,
            encoders = TestCoders.TextEncoder.class,
            configurator = OwnConfigurator.class)
    public static class Annotated {}

    @Test
    void anAnnotationBecomesAConfiguration() throws Exception {
        EndpointDescriptor descriptor = EndpointDescriptor.annotated(Annotated.class);
        ServerEndpointConfig config = descriptor.config();
        assertEquals(Annotated.class, config.getEndpointClass());
        assertEquals("/chat/{room}", config.getPath());
        assertEquals(List.of("chat", "v2.chat"), config.getSubprotocols());
        assertEquals(List.of(TestCoders.TextDecoder.class), config.getDecoders());
        assertEquals(List.of(TestCoders.TextEncoder.class), config.getEncoders());
        assertInstanceOf(OwnConfigurator.class, config.getConfigurator());
        assertSame(config.getConfigurator(), descriptor.configurator().configurator());
        assertEquals(List.of("room"), descriptor.template().variables());
        assertEquals(Annotated.class.getName() + " (/chat/{room})", descriptor.toString());
        assertInstanceOf(Annotated.class, descriptor.newInstance());
        assertNotSame(descriptor.newInstance(), descriptor.newInstance());
    }

    public static class Programmatic extends Endpoint {
        final List<Object> seen = new ArrayList<>();

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            seen.addAll(List.of("open", session, config));
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            seen.addAll(List.of("close", session, reason));
        }

        @Override
        public void onError(Session session, Throwable error) {
            seen.addAll(List.of("error", session, error));
        }
    }

    public static class Minimal extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {}
    }

    @Test
    void anEndpointIsCalledDirectly() throws Throwable {
        ServerEndpointConfig config =
                ServerEndpointConfig.Builder.create(Programmatic.class, "/p").build();
        EndpointDescriptor descriptor = EndpointDescriptor.programmatic(config);
        assertSame(config, descriptor.config());
        Session session = new RecordingSession().session;
        Programmatic instance = (Programmatic) descriptor.newInstance();
        EndpointBinding binding = descriptor.bind(session, instance, Map.of(), descriptor.newCoders(config));
        Throwable error = new IllegalStateException();
        CloseReason reason = new CloseReason(CloseCodes.NORMAL_CLOSURE, "");
        binding.onOpen(config);
        assertTrue(binding.onError(error));
        binding.onClose(reason);
        assertEquals(
                List.of("open", session, config, "error", session, error, "close", session, reason), instance.seen);
        assertSame(instance, binding.instance());
        assertEquals(List.of(), binding.receivers());
    }

    @Test
    void anEndpointThatDoesNotOverrideOnErrorLeavesErrorsToTheCaller() throws Throwable {
        ServerEndpointConfig config =
                ServerEndpointConfig.Builder.create(Minimal.class, "/p").build();
        EndpointDescriptor descriptor = EndpointDescriptor.programmatic(config);
        EndpointBinding binding = descriptor.bind(
                new RecordingSession().session, descriptor.newInstance(), Map.of(), descriptor.newCoders(config));
        assertFalse(binding.onError(new IllegalStateException()));
    }

    @ServerEndpoint("/elsewhere")
    public static class Echo {
        @OnMessage
        public String on(String message) {
            return message;
        }
    }

    @Test
    void aConfigurationMayNameAnAnnotatedClass() throws DeploymentException {
        EndpointDescriptor descriptor = EndpointDescriptor.programmatic(
                ServerEndpointConfig.Builder.create(Echo.class, "/here").build());
        assertEquals("/here", descriptor.template().path());
    }

    @Test
    void anotherClassIsNoInstance() throws Exception {
        EndpointDescriptor descriptor = EndpointDescriptor.annotated(Echo.class);
        Coders coders = descriptor.newCoders(descriptor.config());
        Session session = new RecordingSession().session;
        assertThrows(IllegalArgumentException.class, () -> descriptor.bind(session, "other", Map.of(), coders));
    }

    public abstract static class AbstractDecoder implements Decoder.Text<String> {}

    public static class BareEncoder implements Encoder {}

    @SuppressWarnings("rawtypes")
    public static class RawEncoder implements Encoder.Text {
        @Override
        public String encode(Object object) {
            return "";
        }
    }

    @ServerEndpoint("chat")
    public static class BadPath {}

    @ServerEndpoint(value = "/", decoders = AbstractDecoder.class)
    public static class BadDecoder {}

    @ServerEndpoint(value = "/", encoders = BareEncoder.class)
    public static class BadEncoder {}

    @ServerEndpoint(value = "/", encoders = RawEncoder.class)
    public static class Untyped {}

    @ServerEndpoint(
            value = "/",
            subprotocols = {"chat", "two words"})
    public static class BadSubprotocol {}

    @ServerEndpoint("/")
    public abstract static class AbstractEndpoint {}

    @ServerEndpoint("/")
    @SuppressWarnings("ClassCanBeStatic")
    public class Inner {}

    public static class ThrowingConfigurator extends ServerEndpointConfig.Configurator {
        public ThrowingConfigurator() {
            throw new IllegalStateException("not today");
        }
    }

    public static class DemandingConfigurator extends ServerEndpointConfig.Configurator {
        public DemandingConfigurator(String demand) {}
    }

    @ServerEndpoint(value = "/", configurator = ThrowingConfigurator.class)
    public static class BadConfigurator {}

    @ServerEndpoint(value = "/", configurator = DemandingConfigurator.class)
    public static class BadConstructor {}

    static Stream<Arguments> faults() {
        String own = " cannot be instantiated; it must be a class of its own that is not abstract";
        return Stream.of(
                fault(String.class, " has no @ServerEndpoint."),
                fault(BadPath.class, ": the path \"chat\" is malformed: it must begin with \"/\"."),
                fault(BadDecoder.class, ": the decoder " + AbstractDecoder.class.getName() + own + "."),
                fault(
                        BadEncoder.class,
                        ": the encoder " + BareEncoder.class.getName()
                                + " implements none of Text, TextStream, Binary and BinaryStream."),
                fault(
                        Untyped.class,
                        ": the encoder " + RawEncoder.class.getName()
                                + " does not say its type; it must give Text<…> a class."),
                fault(
                        BadSubprotocol.class,
                        " has the subprotocol \"two words\"; a subprotocol is one token (RFC 6455 §4.1)."),
                fault(AbstractEndpoint.class, own + ", unless a Configurator overrides getEndpointInstance."),
                fault(Inner.class, own + ", unless a Configurator overrides getEndpointInstance."),
                fault(
                        BadConfigurator.class,
                        ": its configurator cannot be created. " + ThrowingConfigurator.class.getName()
                                + " could not be created, its constructor threw java.lang.IllegalStateException: not today."),
                fault(
                        BadConstructor.class,
                        ": its configurator cannot be created. " + DemandingConfigurator.class.getName()
                                + " has no constructor without parameters; add one, or provide instances by a Configurator."));
    }

    private static Arguments fault(Class<?> endpoint, String fault) {
        return Arguments.of(endpoint, endpoint.getName() + fault);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void refusesWithAReason(Class<?> endpoint, String fault) {
        DeploymentException refused =
                assertThrows(DeploymentException.class, () -> EndpointDescriptor.annotated(endpoint));
        assertEquals(fault, refused.getMessage());
    }

    @ServerEndpoint(value = "/{a}/{a}", subprotocols = "", encoders = BareEncoder.class)
    public static class AllWrong {
        @OnOpen
        public void on(String text) {}
    }

    @Test
    void allFaultsOfAllEndpointsAreReportedAtOnce() {
        DeploymentFaults faults = new DeploymentFaults();
        InstanceFactory instances = InstanceFactory.ofConstructors();
        assertNull(EndpointDescriptor.annotated(AllWrong.class, instances, faults));
        assertNotNull(EndpointDescriptor.annotated(Echo.class, instances, faults));
        assertNull(EndpointDescriptor.annotated(BadPath.class, instances, faults));
        assertEquals(5, faults.all().size());
        DeploymentException refused = assertThrows(DeploymentException.class, faults::throwIfAny);
        for (String part : List.of(
                "5 faults: (1) " + AllWrong.class.getName() + ": the path \"/{a}/{a}\"",
                "(2) " + AllWrong.class.getName() + ": the encoder",
                "(3) " + AllWrong.class.getName() + " has the subprotocol \"\"",
                "(4) " + AllWrong.class.getName() + ".on(String)",
                "(5) " + BadPath.class.getName())) {
            assertTrue(refused.getMessage().contains(part), refused.getMessage());
        }
    }

    @Test
    void aConfigurationIsCheckedAlike() {
        DeploymentException refused = assertThrows(
                DeploymentException.class,
                () -> EndpointDescriptor.programmatic(ServerEndpointConfig.Builder.create(String.class, "/{a}/{a}")
                        .encoders(List.of(BareEncoder.class))
                        .build()));
        assertTrue(refused.getMessage().startsWith("3 faults: "), refused.getMessage());
        assertTrue(
                refused.getMessage()
                        .contains(
                                "java.lang.String is no endpoint: it neither extends Endpoint nor has annotated methods."),
                refused.getMessage());
    }

    public static class Supplying extends ServerEndpointConfig.Configurator {
        @Override
        public <T> T getEndpointInstance(Class<T> endpointClass) {
            return endpointClass.cast(new AbstractSupplied() {});
        }
    }

    @ServerEndpoint(value = "/", configurator = Supplying.class)
    public abstract static class AbstractSupplied {}

    @Test
    void aConfiguratorMaySupplyWhatCannotBeConstructed() throws Exception {
        assertInstanceOf(
                AbstractSupplied.class,
                EndpointDescriptor.annotated(AbstractSupplied.class).newInstance());
    }
}
