// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.runtime;

import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.runtime.ObjectMethods;
import java.util.List;

/**
 * What the JDK remembers of records. Up to JDK 18 the static method handles behind a record's {@code equals}, {@code hashCode} and
 * {@code toString} keep the type that they were adapted to last, and by it the class loader of the record that was used last for the first
 * time: an undeployed application would stay for as long as no other record takes its place.
 */
final class RecordMethods {
    private static final System.Logger LOG = System.getLogger(RecordMethods.class.getName());

    private RecordMethods() {}

    /** Puts a class of the JDK in that place. */
    static void forget() {
        MethodHandle component = MethodHandles.identity(String.class);
        try {
            for (String method : List.of("equals", "hashCode", "toString")) {
                ObjectMethods.bootstrap(
                        MethodHandles.publicLookup(), method, MethodHandle.class, String.class, "value", component);
            }
        } catch (Throwable e) {
            if (e instanceof VirtualMachineError fatal) {
                throw fatal;
            }
            LOG.log(Level.DEBUG, "What the JDK remembers of records can't be changed", e);
        }
    }
}
