// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop.peer;

import dev.tautline.tests.interop.Arrivals;
import dev.tautline.tests.interop.Client;
import dev.tautline.tests.interop.Peer;
import dev.tautline.tests.interop.Server;
import java.util.List;
import java.util.Map;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.ext.extension.deflate.PerMessageDeflateExtension;
import org.glassfish.tyrus.server.TyrusServerContainer;
import org.glassfish.tyrus.spi.ServerContainerFactory;

/** Tyrus 2.2 on Grizzly. */
public final class TyrusPeer implements Peer {
    @Override
    public Server start() throws Exception {
        Arrivals arrivals = new Arrivals();
        TyrusServerContainer container = (TyrusServerContainer) ServerContainerFactory.createServerContainer(Map.of());
        JakartaServer.deploy(container, arrivals, List.of(new PerMessageDeflateExtension()));
        container.start("/", 0);
        return new JakartaServer(arrivals, container.getPort(), container::stop);
    }

    @Override
    public Client client() {
        ClientManager container = ClientManager.createClient();
        return new JakartaClient(container, new PerMessageDeflateExtension(), container::shutdown);
    }
}
