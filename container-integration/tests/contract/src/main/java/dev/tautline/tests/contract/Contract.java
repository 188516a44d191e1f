// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

/** What the tests of a contract have. */
interface Contract {
    /** The site that the tests of a class share; started when the first asks. */
    Site site() throws Exception;

    /** The application of {@link #site}, to be started with other parameters. */
    Application application();

    /** A container of the test's own. */
    Site start(Application application) throws Exception;

    /** Stops the shared site; the next test that asks gets a new one. */
    void stopSite() throws Exception;

    /** What {@code Connection.transportName} must say, so that no test runs on another transport than it should. */
    String transportName();
}
