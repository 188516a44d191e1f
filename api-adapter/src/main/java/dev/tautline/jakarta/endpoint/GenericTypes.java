// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the type variables of a class's ancestors stand for in that class. */
final class GenericTypes {
    private final Map<TypeVariable<?>, Type> bindings = new HashMap<>();

    private GenericTypes() {}

    /** Reads a class and all its ancestors. */
    static GenericTypes of(Class<?> type) {
        GenericTypes types = new GenericTypes();
        types.collect(type);
        return types;
    }

    /** The class that a class gives for the only type parameter of an ancestor; null when it gives none. */
    static @Nullable Class<?> argument(Class<?> type, Class<?> ancestor) {
        return of(type).erase(ancestor.getTypeParameters()[0]);
    }

    /** The class that a type is at run time; null for a variable that nothing is known of. */
    @Nullable Class<?> erase(@Nullable Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        } else if (type instanceof ParameterizedType parameterized) {
            return erase(parameterized.getRawType());
        } else if (type instanceof GenericArrayType array) {
            Class<?> component = erase(array.getGenericComponentType());
            return component == null ? null : component.arrayType();
        } else if (type instanceof WildcardType wildcard) {
            return erase(wildcard.getUpperBounds()[0]);
        } else if (type instanceof TypeVariable<?> variable) {
            return erase(bindings.get(variable));
        }
        return null;
    }

    private void collect(@Nullable Type type) {
        if (type instanceof ParameterizedType parameterized && parameterized.getRawType() instanceof Class<?> raw) {
            Type[] arguments = parameterized.getActualTypeArguments();
            TypeVariable<?>[] variables = raw.getTypeParameters();
            for (int i = 0; i < variables.length; i++) {
                bindings.put(variables[i], arguments[i]);
            }
            collectAncestors(raw);
        } else if (type instanceof Class<?> plain) {
            collectAncestors(plain);
        }
    }

    private void collectAncestors(Class<?> type) {
        collect(type.getGenericSuperclass());
        for (Type ancestor : type.getGenericInterfaces()) {
            collect(ancestor);
        }
    }
}
