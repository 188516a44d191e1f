// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import dev.tautline.servlet.TransportChoice;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** The contract of both faces and of event streams on one container and transport. A column's module has a subclass for each of its transports. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ContainerContract
        implements TransportContract,
                EchoContract,
                ConcurrencyContract,
                BlockingContract,
                BackPressureContract,
                CloseContract,
                ViolationContract,
                HandshakeContract,
                HttpSessionContract,
                ConnectionCountContract,
                OwnProviderContract,
                StartContract,
                StopContract,
                NativeServerContract,
                DraftContract,
                SharedRoomContract,
                EventSourceContract {
    private final TransportChoice choice;
    private final boolean tls;
    private final String transportName;
    private @Nullable Site site;

    /**
     * @param choice what the application asks for
     * @param transportName the transport that it must get
     */
    protected ContainerContract(TransportChoice choice, boolean tls, String transportName) {
        this.choice = choice;
        this.tls = tls;
        this.transportName = transportName;
    }

    /** A container that has not been started. */
    protected abstract ContainerUnderTest newContainer();

    @Override
    public Application application() {
        return Application.of(choice, tls);
    }

    @Override
    public Site site() throws Exception {
        Site running = site;
        if (running == null) {
            running = start(application());
            site = running;
        }
        return running;
    }

    @Override
    public Site start(Application application) throws Exception {
        return Site.start(newContainer(), application);
    }

    @Override
    @AfterAll
    public void stopSite() throws Exception {
        Site running = site;
        site = null;
        if (running != null) {
            running.stop();
        }
    }

    @Override
    public String transportName() {
        return transportName;
    }
}
