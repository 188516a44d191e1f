// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.jakarta.endpoint.TestCoders.Animal;
import dev.tautline.jakarta.endpoint.TestCoders.Cat;
import dev.tautline.jakarta.endpoint.TestCoders.Note;
import dev.tautline.jakarta.injection.InstanceFactory;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Decoder;
import jakarta.websocket.EncodeException;
import jakarta.websocket.Encoder;
import jakarta.websocket.EndpointConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CodersTest {
    private static EndpointConfig config(
            List<Class<? extends Encoder>> encoders, List<Class<? extends Decoder>> decoders) {
        return ClientEndpointConfig.Builder.create()
                .encoders(encoders)
                .decoders(decoders)
                .build();
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static Coders encoders(Class<? extends Encoder>... encoders) throws InstantiationException {
        return Coders.create(config(List.of(encoders), List.of()), InstanceFactory.ofConstructors());
    }

    static Stream<Arguments> objects() throws InstantiationException {
        Coders none = encoders();
        Coders animals =
                encoders(TestCoders.ObjectEncoder.class, TestCoders.AnimalEncoder.class, TestCoders.CatEncoder.class);
        return Stream.of(
                Arguments.of(none, "text", "text"),
                Arguments.of(none, 1, "1"),
                Arguments.of(none, (byte) 2, "2"),
                Arguments.of(none, (short) 3, "3"),
                Arguments.of(none, 4L, "4"),
                Arguments.of(none, 1.5f, "1.5"),
                Arguments.of(none, 2.5, "2.5"),
                Arguments.of(none, 'c', "c"),
                Arguments.of(none, true, "true"),
                Arguments.of(none, Deployed.bytes("bytes"), "<bytes>"),
                Arguments.of(none, new byte[] {'a', 'b'}, "<ab>"),
                Arguments.of(encoders(TestCoders.TextEncoder.class), new Note("n"), "T:n"),
                Arguments.of(encoders(TestCoders.TextStreamEncoder.class), new Note("n"), "TS:n"),
                Arguments.of(encoders(TestCoders.BinaryEncoder.class), new Note("n"), "<B:n>"),
                Arguments.of(encoders(TestCoders.BinaryStreamEncoder.class), new Note("n"), "<BS:n>"),
                Arguments.of(
                        encoders(TestCoders.BinaryEncoder.class, TestCoders.TextEncoder.class), new Note("n"), "<B:n>"),
                Arguments.of(encoders(TestCoders.IntegerEncoder.class), 5, "IntegerEncoder:5"),
                Arguments.of(encoders(TestCoders.IntegerEncoder.class), 5L, "5"),
                Arguments.of(encoders(TestCoders.StringEncoder.class), "s", "StringEncoder:s"),
                Arguments.of(animals, new Cat(), "CatEncoder:cat"),
                Arguments.of(animals, new Animal(), "AnimalEncoder:animal"),
                Arguments.of(animals, new Animal() {}, "AnimalEncoder:animal"),
                Arguments.of(animals, List.of(), "ObjectEncoder:[]"),
                Arguments.of(encoders(TestCoders.AnimalEncoder.class), new Cat(), "AnimalEncoder:cat"));
    }

    @ParameterizedTest
    @MethodSource("objects")
    void encodesWithTheMostSpecificEncoder(Coders coders, Object object, String message) throws Exception {
        Object encoded = coders.encode(object);
        assertEquals(
                message,
                encoded instanceof ByteBuffer bytes ? "<" + StandardCharsets.UTF_8.decode(bytes) + ">" : encoded);
    }

    @Test
    void saysThatNoEncoderFits() throws InstantiationException {
        Note note = new Note("n");
        EncodeException refused =
                assertThrows(EncodeException.class, () -> encoders().encode(note));
        assertSame(note, refused.getObject());
        assertEquals(
                "No encoder fits " + Note.class.getName() + "; add one to the encoders of the endpoint. It has none.",
                refused.getMessage());
        assertThrows(EncodeException.class, () -> encoders(TestCoders.CatEncoder.class)
                .encode(new Animal()));
    }

    @Test
    void whatAnEncoderThrowsComesOut() {
        EncodeException thrown = assertThrows(EncodeException.class, () -> encoders(TestCoders.TextEncoder.class)
                .encode(new Note("bad")));
        assertEquals("bad note", thrown.getMessage());
    }

    @Test
    void anEncoderMayNotReturnNull() {
        EncodeException thrown = assertThrows(EncodeException.class, () -> encoders(TestCoders.NullEncoder.class)
                .encode(new Note("n")));
        assertTrue(thrown.getMessage().endsWith("NullEncoder returned null."), thrown.getMessage());
    }

    public static class OneAtATime implements Encoder.Text<Note> {
        private final AtomicInteger inside = new AtomicInteger();

        @Override
        public String encode(Note note) throws EncodeException {
            if (inside.incrementAndGet() > 1) {
                throw new EncodeException(note, "two threads");
            }
            for (int i = 0; i < 100; i++) {
                Thread.onSpinWait();
            }
            inside.decrementAndGet();
            return note.text();
        }
    }

    @Test
    void anEncoderHasOneCallerAtATime() throws Exception {
        Coders coders = encoders(OneAtATime.class);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            CountDownLatch start = new CountDownLatch(4);
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                results.add(threads.submit(() -> {
                    start.countDown();
                    start.await();
                    for (int n = 0; n < 2_000; n++) {
                        coders.encode(new Note("n"));
                    }
                    return null;
                }));
            }
            for (Future<?> result : results) {
                result.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static final List<String> LIFE = new ArrayList<>();

    public static class LivingEncoder extends TestCoders.TextEncoder {
        @Override
        public void init(EndpointConfig config) {
            LIFE.add("encoder init " + config.getUserProperties());
        }

        @Override
        public void destroy() {
            LIFE.add("encoder destroy");
            throw new AssertionError("does not stop the others");
        }
    }

    public static class LivingDecoder extends TestCoders.TextDecoder {
        @Override
        public void init(EndpointConfig config) {
            LIFE.add("decoder init " + config.getUserProperties());
            if (config.getUserProperties().containsKey("fail")) {
                throw new IllegalStateException("cannot start");
            }
        }

        @Override
        public void destroy() {
            LIFE.add("decoder destroy");
        }
    }

    @Test
    void initialisesAndDestroysOnce() throws InstantiationException {
        LIFE.clear();
        EndpointConfig config = config(List.of(LivingEncoder.class, LivingEncoder.class), List.of(LivingDecoder.class));
        config.getUserProperties().put("k", "v");
        List<Object> ended = new ArrayList<>();
        Coders coders = Coders.create(config, new InstanceFactory() {
            @Override
            public <T> T create(Class<T> type) throws InstantiationException {
                return InstanceFactory.ofConstructors().create(type);
            }

            @Override
            public void destroy(Object instance) {
                ended.add(instance.getClass().getSimpleName());
                throw new NoClassDefFoundError("does not stop the others");
            }
        });
        assertEquals(List.of("encoder init {k=v}", "decoder init {k=v}"), LIFE);
        coders.destroy();
        coders.destroy();
        assertEquals(List.of("encoder destroy", "decoder destroy"), LIFE.subList(2, LIFE.size()));
        assertEquals(List.of("LivingEncoder", "LivingDecoder"), ended);
    }

    @Test
    void destroysTheOthersWhenOneFailsToStart() {
        LIFE.clear();
        EndpointConfig config = config(List.of(LivingEncoder.class), List.of(LivingDecoder.class));
        config.getUserProperties().put("fail", true);
        assertThrows(IllegalStateException.class, () -> Coders.create(config, InstanceFactory.ofConstructors()));
        assertEquals(List.of("encoder destroy", "decoder destroy"), LIFE.subList(2, LIFE.size()));
    }
}
