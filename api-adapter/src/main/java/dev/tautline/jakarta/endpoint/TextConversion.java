// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import jakarta.websocket.DecodeException;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Text to one of the types that need no decoder: {@code String}, the primitives and their classes. */
final class TextConversion {
    private static final Map<Class<?>, TextConversion> BY_TYPE = Map.ofEntries(
            entry(String.class, text -> text),
            entry(Boolean.class, Boolean::valueOf),
            entry(Byte.class, Byte::valueOf),
            entry(Short.class, Short::valueOf),
            entry(Integer.class, Integer::valueOf),
            entry(Long.class, Long::valueOf),
            entry(Float.class, Float::valueOf),
            entry(Double.class, Double::valueOf),
            entry(Character.class, TextConversion::character));

    private final Class<?> type;
    private final Function<String, Object> conversion;

    private TextConversion(Class<?> type, Function<String, Object> conversion) {
        this.type = type;
        this.conversion = conversion;
    }

    private static Map.Entry<Class<?>, TextConversion> entry(Class<?> type, Function<String, Object> conversion) {
        return Map.entry(type, new TextConversion(type, conversion));
    }

    /** The conversion to a type; null when it takes a decoder. */
    static @Nullable TextConversion to(Class<?> type) {
        return BY_TYPE.get(boxed(type));
    }

    /** The class of a primitive type, any other type itself. */
    static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    Object convert(String text) throws DecodeException {
        try {
            return conversion.apply(text);
        } catch (IllegalArgumentException e) {
            throw new DecodeException(text, "The text is no " + type.getSimpleName() + ".", e);
        }
    }

    private static Character character(String text) {
        // The specification says nothing of more; other providers take the first, and the official kit needs that.
        if (text.isEmpty()) {
            throw new IllegalArgumentException("no character");
        }
        return text.charAt(0);
    }
}
