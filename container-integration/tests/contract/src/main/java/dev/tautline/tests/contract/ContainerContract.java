// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import dev.tautline.servlet.TransportChoice;

/** The contract of both faces and of event streams on one container and transport. A column's module has a subclass for each of its transports. */
public abstract class ContainerContract extends TransferContract
        implements BlockingContract,
                HandshakeContract,
                HttpSessionContract,
                OwnProviderContract,
                StartContract,
                StopContract,
                NativeServerContract,
                DraftContract,
                SharedRoomContract,
                EventSourceContract {
    /**
     * @param choice what the application asks for
     * @param transportName the transport that it must get
     */
    protected ContainerContract(TransportChoice choice, boolean tls, String transportName) {
        super(choice, tls, transportName);
    }
}
