// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import dev.tautline.servlet.TransportChoice;

/** The contract of a container on which event streams hold as well. Not yet Tomcat and Undertow: docs/eventsource.md says why. */
public abstract class EventStreamContainerContract extends ContainerContract implements EventSourceContract {
    /** As {@link ContainerContract}. */
    protected EventStreamContainerContract(TransportChoice choice, boolean tls, String transportName) {
        super(choice, tls, transportName);
    }
}
