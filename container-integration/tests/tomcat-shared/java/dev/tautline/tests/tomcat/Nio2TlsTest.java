// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.tomcat;

import dev.tautline.servlet.TransportChoice;
import dev.tautline.tests.contract.ContainerUnderTest;
import dev.tautline.tests.contract.TransferContract;

/** TLS on the NIO2 connector. */
class Nio2TlsTest extends TransferContract {
    Nio2TlsTest() {
        super(TransportChoice.AUTO, true, "tomcat-poller");
    }

    @Override
    protected ContainerUnderTest newContainer() {
        return new TomcatContainer("org.apache.coyote.http11.Http11Nio2Protocol");
    }
}
