// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.jetty;

import dev.tautline.servlet.TransportChoice;
import dev.tautline.tests.contract.ContainerUnderTest;
import dev.tautline.tests.contract.EventStreamContainerContract;

/** The channel taken over by our loops. */
class ChannelTest extends EventStreamContainerContract {
    ChannelTest() {
        super(TransportChoice.AUTO, false, "jetty-channel");
    }

    @Override
    protected ContainerUnderTest newContainer() {
        return new JettyContainer();
    }
}
