// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A look into a running server, by the JDK's attach API: nothing has to be configured there. */
final class ServerJmx implements AutoCloseable {
    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    private ServerJmx(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.beans = connector.getMBeanServerConnection();
    }

    // The address comes from the process that the test has started.
    @SuppressWarnings("BanJNDI")
    static ServerJmx attach(long pid) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return new ServerJmx(
                        JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException(e);
        }
    }

    /** The only bean that a pattern names. */
    ObjectName only(String pattern) throws IOException, JMException {
        List<ObjectName> names = List.copyOf(beans.queryNames(new ObjectName(pattern), null));
        if (names.size() != 1) {
            throw new AssertionError(pattern + " names " + names);
        }
        return names.get(0);
    }

    Object attribute(String pattern, String name) throws IOException, JMException {
        return beans.getAttribute(only(pattern), name);
    }

    /** Calls an operation that takes one string. */
    void invoke(String pattern, String operation, String argument) throws IOException, JMException {
        beans.invoke(only(pattern), operation, new Object[] {argument}, new String[] {String.class.getName()});
    }

    List<String> threadNames() throws IOException {
        ThreadMXBean threads = ManagementFactory.newPlatformMXBeanProxy(
                beans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
        return Arrays.stream(threads.dumpAllThreads(false, false))
                .map(ThreadInfo::getThreadName)
                .toList();
    }

    /** After a full collection: how many objects are left of the classes so named. */
    long instances(Predicate<String> className) throws IOException, JMException {
        String histogram = (String) beans.invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
        // A line: number, instances, bytes, class, module in brackets.
        return histogram
                .lines()
                .map(line -> line.trim().split("\\s+"))
                .filter(columns -> columns.length >= 4 && columns[0].endsWith(":") && !columns[0].equals("num:"))
                .filter(columns -> className.test(columns[3]))
                .mapToLong(columns -> Long.parseLong(columns[1]))
                .sum();
    }

    /** Writes what is reachable, for who looks for the reason why something is. */
    void dumpHeap(Path file) throws IOException, JMException {
        beans.invoke(
                new ObjectName("com.sun.management:type=HotSpotDiagnostic"),
                "dumpHeap",
                new Object[] {file.toString(), true},
                new String[] {String.class.getName(), boolean.class.getName()});
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
