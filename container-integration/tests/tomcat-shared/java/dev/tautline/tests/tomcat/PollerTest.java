// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.tomcat;

import dev.tautline.servlet.TransportChoice;
import dev.tautline.tests.contract.ContainerContract;
import dev.tautline.tests.contract.ContainerUnderTest;
import dev.tautline.tests.contract.DraftKeysContract;

/** The connection left on Tomcat's poller. */
class PollerTest extends ContainerContract implements DraftKeysContract {
    PollerTest() {
        super(TransportChoice.CONTAINER, false, "tomcat-poller");
    }

    @Override
    protected ContainerUnderTest newContainer() {
        return new TomcatContainer();
    }
}
