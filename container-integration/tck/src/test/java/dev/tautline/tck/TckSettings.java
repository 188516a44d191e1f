// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tck;

import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;

/** Nothing to set: the port is free, the address is the loopback's. */
public final class TckSettings implements ContainerConfiguration {
    @Override
    public void validate() {
        // Nothing can be wrong.
    }
}
