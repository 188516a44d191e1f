// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.jakarta.endpoint.TestCoders.Note;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Annotated methods of ancestors. */
class InheritanceTest {
    public static class Ancestor {
        @OnMessage
        public String on(String message) {
            return "ancestor " + message;
        }
    }

    @ServerEndpoint("/")
    public static class Inheriting extends Ancestor {}

    @ServerEndpoint("/")
    public static class Overriding extends Ancestor {
        @Override
        @OnMessage
        public String on(String message) {
            return "override of " + super.on(message);
        }
    }

    @ServerEndpoint("/")
    public static class Hiding extends Ancestor {
        @Override
        public String on(String message) {
            return "hidden";
        }
    }

    @ServerEndpoint("/")
    public static class Doubling extends Ancestor {
        @OnMessage
        public String another(String message) {
            return message;
        }
    }

    public abstract static class Generic<T> {
        @OnMessage
        public String on(T message) {
            return "generic " + message;
        }
    }

    @ServerEndpoint(value = "/", decoders = TestCoders.TextDecoder.class)
    public static class OfNotes extends Generic<Note> {}

    @ServerEndpoint(value = "/", decoders = TestCoders.TextDecoder.class)
    public static class OverridingNotes extends Generic<Note> {
        @Override
        @OnMessage
        public String on(Note message) {
            return "override of " + super.on(message);
        }
    }

    /** Its public subclass gets an annotated bridge from the compiler. */
    static class NotPublic {
        @OnMessage
        public String on(String message) {
            return "not public " + message;
        }
    }

    @ServerEndpoint("/")
    public static class Widening extends NotPublic {}

    public interface Contract {
        @OnMessage
        default String on(String message) {
            return "default " + message;
        }
    }

    @ServerEndpoint("/")
    public static class Implementing implements Contract {}

    @ServerEndpoint("/")
    public static class ImplementingAnew implements Contract {
        @Override
        @OnMessage
        public String on(String message) {
            return "anew " + message;
        }
    }

    private static List<String> answer(Class<?> endpoint) throws Throwable {
        try (Deployed deployed = Deployed.of(endpoint)) {
            deployed.text("m");
            return deployed.sent();
        }
    }

    @Test
    void methodsAreInherited() throws Throwable {
        assertEquals(List.of("sendText ancestor m"), answer(Inheriting.class));
        assertEquals(List.of("sendText default m"), answer(Implementing.class));
    }

    @Test
    void anAnnotatedOverrideCountsOnce() throws Throwable {
        assertEquals(List.of("sendText override of ancestor m"), answer(Overriding.class));
        assertEquals(List.of("sendText anew m"), answer(ImplementingAnew.class));
    }

    @Test
    void anOverrideWithoutAnnotationEndsIt() throws Throwable {
        assertEquals(List.of(), Deployed.of(Hiding.class).binding.receivers());
    }

    @Test
    void anotherMethodOfTheSameKindIsAFault() {
        DeploymentException refused = assertThrows(DeploymentException.class, () -> Deployed.of(Doubling.class));
        assertTrue(refused.getMessage().contains("has 2 @OnMessage methods for TEXT messages"), refused.getMessage());
    }

    @Test
    void typeVariablesAreWhatTheSubclassSays() throws Throwable {
        assertEquals(List.of("sendText generic Note[text=T:m]"), answer(OfNotes.class));
        assertEquals(List.of("sendText override of generic Note[text=T:m]"), answer(OverridingNotes.class));
    }

    @Test
    void classesNeedNotBePublic() throws Throwable {
        assertEquals(List.of("sendText not public m"), answer(Widening.class));
        assertEquals(List.of("sendText hidden away m"), answer(PackagePrivate.class));
    }

    @ServerEndpoint("/")
    static class PackagePrivate {
        @OnMessage
        public String on(String message) {
            return "hidden away " + message;
        }
    }
}
