// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import dev.tautline.servlet.TransportChoice;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** What depends on how connections of a container are read and written. The site runs from the first test that asks for it to the last. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class TransferContract
        implements TransportContract,
                EchoContract,
                ConcurrencyContract,
                BackPressureContract,
                CloseContract,
                ViolationContract,
                ConnectionCountContract {
    private final TransportChoice choice;
    private final boolean tls;
    private final String transportName;
    private @Nullable Site site;

    /**
     * @param choice what the application asks for
     * @param transportName the transport that it must get
     */
    protected TransferContract(TransportChoice choice, boolean tls, String transportName) {
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
