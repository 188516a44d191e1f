// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import dev.tautline.jakarta.injection.InstanceFactory;
import java.util.Collection;

/** Constructors; tells "end" when a session has let go of its endpoint, which is the last that it does. */
record TellingInstances(Collection<String> events) implements InstanceFactory {
    @Override
    public <T> T create(Class<T> type) throws InstantiationException {
        return InstanceFactory.ofConstructors().create(type);
    }

    @Override
    public void destroy(Object instance) {
        events.add("end");
    }
}
