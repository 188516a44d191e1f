// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tck;

import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.core.spi.LoadableExtension;

/** Names the container that this build has on its class path. */
public final class TckExtension implements LoadableExtension {
    @Override
    public void register(ExtensionBuilder builder) {
        builder.service(DeployableContainer.class, TckContainer.class);
    }
}
