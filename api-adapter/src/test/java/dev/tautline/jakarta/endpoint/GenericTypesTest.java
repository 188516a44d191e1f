// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GenericTypesTest {
    interface Plain extends Supplier<String> {}

    interface Bytes extends Supplier<byte[]> {}

    interface Parameterized extends Supplier<List<String>> {}

    interface ArrayOfParameterized extends Supplier<List<String>[]> {}

    interface ArrayOfVariable<X> extends Supplier<X[]> {}

    interface ArrayOfGiven extends ArrayOfVariable<Integer> {}

    interface Swapped<X, Y> extends Supplier<Y> {}

    interface Given extends Swapped<String, Integer> {}

    interface Open<X> extends Supplier<X> {}

    @SuppressWarnings("rawtypes")
    interface Raw extends Supplier {}

    static Stream<Arguments> arguments() {
        return Stream.of(
                Arguments.of(Plain.class, String.class),
                Arguments.of(Bytes.class, byte[].class),
                Arguments.of(Parameterized.class, List.class),
                Arguments.of(ArrayOfParameterized.class, List[].class),
                Arguments.of(ArrayOfGiven.class, Integer[].class),
                Arguments.of(ArrayOfVariable.class, null),
                Arguments.of(Given.class, Integer.class),
                Arguments.of(Open.class, null),
                Arguments.of(Raw.class, null));
    }

    @ParameterizedTest
    @MethodSource("arguments")
    void findsWhatAClassGivesAnAncestor(Class<?> type, Class<?> argument) {
        assertEquals(argument, GenericTypes.argument(type, Supplier.class));
    }
}
