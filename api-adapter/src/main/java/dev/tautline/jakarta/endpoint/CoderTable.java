// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import jakarta.websocket.Decoder;
import jakarta.websocket.Encoder;
import jakarta.websocket.EndpointConfig;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The encoder and decoder classes of an endpoint with the types they are for. Made once at deployment; thread safe. */
final class CoderTable {
    /** One interface of a coder class; {@code index} is its class's place in the list. */
    record Coder(int index, CoderForm form, Class<?> type) {}

    private final List<Class<? extends Encoder>> encoderClasses;
    private final List<Class<? extends Decoder>> decoderClasses;
    private final List<Coder> encoders = new ArrayList<>();
    private final List<Coder> decoders = new ArrayList<>();
    private final Map<Class<?>, Optional<Coder>> encoderByClass = new ConcurrentHashMap<>();

    private CoderTable(List<Class<? extends Encoder>> encoderClasses, List<Class<? extends Decoder>> decoderClasses) {
        this.encoderClasses = encoderClasses;
        this.decoderClasses = decoderClasses;
    }

    /** Reads the coder classes of a configuration; what is wrong with them becomes faults of {@code owner}. */
    static CoderTable of(EndpointConfig config, String owner, DeploymentFaults faults) {
        return of(ConfigList.of(config.getEncoders()), ConfigList.of(config.getDecoders()), owner, faults);
    }

    static CoderTable of(
            @Nullable List<Class<? extends Encoder>> encoders,
            @Nullable List<Class<? extends Decoder>> decoders,
            String owner,
            DeploymentFaults faults) {
        CoderTable table = new CoderTable(distinct(encoders), distinct(decoders));
        for (int i = 0; i < table.encoderClasses.size(); i++) {
            read(table.encoderClasses.get(i), i, false, table.encoders, owner, faults);
        }
        for (int i = 0; i < table.decoderClasses.size(); i++) {
            read(table.decoderClasses.get(i), i, true, table.decoders, owner, faults);
        }
        return table;
    }

    private static <T> List<T> distinct(@Nullable List<T> classes) {
        return classes == null ? List.of() : List.copyOf(new LinkedHashSet<>(classes));
    }

    private static void read(
            Class<?> coder, int index, boolean decodes, List<Coder> into, String owner, DeploymentFaults faults) {
        String what = owner + ": the " + (decodes ? "decoder " : "encoder ") + coder.getName();
        if (!isCreatable(coder)) {
            faults.add(what + " cannot be instantiated; it must be a class of its own that is not abstract.");
            return;
        }
        boolean any = false;
        for (CoderForm form : CoderForm.values()) {
            Class<?> contract = decodes ? form.decoder : form.encoder;
            if (contract.isAssignableFrom(coder)) {
                any = true;
                Class<?> type = GenericTypes.argument(coder, contract);
                if (type == null) {
                    faults.add(
                            what + " does not say its type; it must give " + contract.getSimpleName() + "<…> a class.");
                } else {
                    into.add(new Coder(index, form, type));
                }
            }
        }
        if (!any) {
            faults.add(what + " implements none of Text, TextStream, Binary and BinaryStream.");
        }
    }

    /** Whether instances of a class can be made at all. */
    static boolean isCreatable(Class<?> type) {
        boolean inner = type.getEnclosingClass() != null && !Modifier.isStatic(type.getModifiers());
        return !Modifier.isAbstract(type.getModifiers()) && !inner;
    }

    List<Class<? extends Encoder>> encoderClasses() {
        return encoderClasses;
    }

    List<Class<? extends Decoder>> decoderClasses() {
        return decoderClasses;
    }

    boolean hasEncoders() {
        return !encoders.isEmpty();
    }

    /** The decoders of one kind that make a type or a subtype of it, in their order. */
    List<Coder> decodersFor(Class<?> type, MessageReceiver.Kind kind) {
        return decoders.stream()
                .filter(decoder -> decoder.form().kind == kind && type.isAssignableFrom(decoder.type()))
                .toList();
    }

    /** The encoder for objects of a class: of those that fit, one whose type is most specific, the first of equals. */
    @Nullable Coder encoderFor(Class<?> type) {
        return encoderByClass.computeIfAbsent(type, this::findEncoder).orElse(null);
    }

    private Optional<Coder> findEncoder(Class<?> type) {
        Coder best = null;
        for (Coder encoder : encoders) {
            if (TextConversion.boxed(encoder.type()).isAssignableFrom(type)
                    && (best == null || narrower(encoder, best))) {
                best = encoder;
            }
        }
        return Optional.ofNullable(best);
    }

    private static boolean narrower(Coder one, Coder other) {
        return one.type() != other.type() && other.type().isAssignableFrom(one.type());
    }

    /** Whether some object of a static type could find an encoder among ours. */
    boolean mayEncode(Class<?> type) {
        return encoders.stream().anyMatch(encoder -> mayMeet(encoder.type(), type));
    }

    private static boolean mayMeet(Class<?> one, Class<?> other) {
        return one.isAssignableFrom(other)
                || other.isAssignableFrom(one)
                || (one.isInterface() && !Modifier.isFinal(other.getModifiers()))
                || (other.isInterface() && !Modifier.isFinal(one.getModifiers()));
    }
}
