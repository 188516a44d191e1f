// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.tomcat;

import dev.tautline.servlet.TransportChoice;
import dev.tautline.tests.contract.ContainerContract;
import dev.tautline.tests.contract.ContainerUnderTest;
import dev.tautline.tests.contract.DraftKeysContract;

/** TLS: Tomcat's poller decrypts. */
class TlsTest extends ContainerContract implements DraftKeysContract {
    TlsTest() {
        super(TransportChoice.AUTO, true, "tomcat-poller");
    }

    @Override
    protected ContainerUnderTest newContainer() {
        return new TomcatContainer();
    }
}
