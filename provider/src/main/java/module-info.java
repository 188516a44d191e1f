// SPDX-License-Identifier: Apache-2.0
/**
 * The engine of Tautline. {@code dev.tautline.spec} and {@code dev.tautline.eventsource} are for everybody; the rooms of the engine are open to the other modules of
 * Tautline only, each to those that stand on it.
 */
module dev.tautline {
    requires static transitive org.jspecify;

    exports dev.tautline;
    exports dev.tautline.extension;
    exports dev.tautline.spec;
    exports dev.tautline.eventsource;
    exports dev.tautline.internal.eventsource to
            dev.tautline.servlet;
    exports dev.tautline.internal.host to
            dev.tautline.servlet,
            dev.tautline.standalone;

    uses dev.tautline.internal.host.PortListener;

    exports dev.tautline.internal.protocol to
            dev.tautline.jakarta,
            dev.tautline.testkit;
    exports dev.tautline.internal.extension to
            dev.tautline.jakarta,
            dev.tautline.servlet,
            dev.tautline.testkit;
    exports dev.tautline.internal.handshake to
            dev.tautline.jakarta,
            dev.tautline.servlet,
            dev.tautline.servlet.jakarta,
            dev.tautline.testkit;
    exports dev.tautline.internal.connection to
            dev.tautline.jakarta,
            dev.tautline.servlet,
            dev.tautline.servlet.jakarta,
            dev.tautline.tomcat,
            dev.tautline.jetty,
            dev.tautline.connector,
            dev.tautline.testkit,
            dev.tautline.standalone;
    exports dev.tautline.internal.transport to
            dev.tautline.jakarta,
            dev.tautline.servlet,
            dev.tautline.servlet.jakarta,
            dev.tautline.tomcat,
            dev.tautline.jetty,
            dev.tautline.connector,
            dev.tautline.testkit;
    exports dev.tautline.internal.connector to
            dev.tautline.connector,
            dev.tautline.jakarta;
    exports dev.tautline.internal.transport.channel to
            dev.tautline.servlet,
            dev.tautline.tomcat,
            dev.tautline.jetty,
            dev.tautline.connector;
    exports dev.tautline.internal.runtime to
            dev.tautline.jakarta,
            dev.tautline.servlet,
            dev.tautline.servlet.jakarta,
            dev.tautline.tomcat,
            dev.tautline.jetty,
            dev.tautline.connector,
            dev.tautline.standalone;

    uses dev.tautline.internal.connector.ClientConnector;
}
