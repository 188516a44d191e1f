// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Reads the memory of a server process through the JVM's own management agent. */
final class ServerMemory implements AutoCloseable {

    private static final int COLLECTIONS = 3;
    private static final long BYTES_PER_KIB = 1024;

    /**
     * Bytes after a full collection.
     *
     * @param heap live objects
     * @param direct direct and mapped buffers
     * @param resident the process's resident set, native memory included
     */
    record Reading(long heap, long direct, long resident) {

        /** What each of so many connections added since an earlier reading, in bytes. */
        Reading perConnection(Reading earlier, int connections) {
            return new Reading(
                    (heap - earlier.heap) / connections,
                    (direct - earlier.direct) / connections,
                    (resident - earlier.resident) / connections);
        }
    }

    private final long pid;
    private final JMXConnector connector;
    private final MBeanServerConnection server;

    private ServerMemory(long pid, JMXConnector connector) throws IOException {
        this.pid = pid;
        this.connector = connector;
        server = connector.getMBeanServerConnection();
    }

    // The address comes from a process that this one has started, and leads to it.
    @SuppressWarnings("BanJNDI")
    static ServerMemory of(long pid) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                String address = machine.startLocalManagementAgent();
                return new ServerMemory(pid, JMXConnectorFactory.connect(new JMXServiceURL(address)));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException("The memory of process " + pid + " cannot be read", e);
        }
    }

    Reading read() throws IOException {
        MemoryMXBean memory = ManagementFactory.getPlatformMXBean(server, MemoryMXBean.class);
        for (int i = 0; i < COLLECTIONS; i++) {
            memory.gc();
        }
        long direct = 0;
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(server, BufferPoolMXBean.class)) {
            direct += pool.getMemoryUsed();
        }
        return new Reading(memory.getHeapMemoryUsage().getUsed(), direct, residentBytes());
    }

    private long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * BYTES_PER_KIB;
            }
        }
        throw new IOException("Process " + pid + " has no resident set size");
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
