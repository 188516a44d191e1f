// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.jetty;

import dev.tautline.servlet.TransportChoice;
import dev.tautline.tests.contract.ContainerContract;
import dev.tautline.tests.contract.ContainerUnderTest;
import dev.tautline.tests.contract.DraftKeysContract;

/** The channel taken over by our loops. */
class ChannelTest extends ContainerContract implements DraftKeysContract {
    ChannelTest() {
        super(TransportChoice.AUTO, false, "jetty-channel");
    }

    @Override
    protected ContainerUnderTest newContainer() {
        return new JettyContainer();
    }
}
