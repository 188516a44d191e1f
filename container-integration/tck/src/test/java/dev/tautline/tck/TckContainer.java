// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tck;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.descriptor.api.Descriptor;

/** What the kit deploys to. A deployment that fails is no error here: many of the kit's tests want just that. */
public final class TckContainer implements DeployableContainer<TckSettings> {
    private static final System.Logger LOG = System.getLogger(TckContainer.class.getName());

    private final TckServer server = new EmbeddedServer();
    private Path base = Path.of("");

    @Override
    public Class<TckSettings> getConfigurationClass() {
        return TckSettings.class;
    }

    @Override
    public ProtocolDescription getDefaultProtocol() {
        return new ProtocolDescription("Local");
    }

    @Override
    public void setup(TckSettings settings) {
        // Nothing to set.
    }

    @Override
    public void start() {
        try {
            Path work = Path.of(System.getProperty("tck.work"));
            Files.createDirectories(work);
            base = Files.createTempDirectory(work, "server");
            server.start(base);
        } catch (Exception e) {
            throw new IllegalStateException("The server did not start", e);
        }
    }

    @Override
    public void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The server did not stop", e);
        } finally {
            delete(base);
        }
    }

    @Override
    public ProtocolMetaData deploy(Archive<?> archive) {
        Path application = directory(archive);
        unpack(archive, application);
        String path = contextPath(archive);
        try {
            server.deploy(path, application);
        } catch (Exception e) {
            LOG.log(Level.INFO, "The deployment of " + archive.getName() + " failed", e);
        }
        HTTPContext http = new HTTPContext(InetAddress.getLoopbackAddress().getHostAddress(), server.port());
        http.add(new Servlet("default", path));
        return new ProtocolMetaData().addContext(http);
    }

    @Override
    public void undeploy(Archive<?> archive) {
        try {
            server.undeploy(contextPath(archive));
        } catch (Exception e) {
            LOG.log(Level.INFO, archive.getName() + " could not be undeployed", e);
        }
        delete(directory(archive));
    }

    private static String contextPath(Archive<?> archive) {
        return "/" + archive.getName().replaceAll("\\.war$", "");
    }

    private Path directory(Archive<?> archive) {
        return base.resolve(archive.getName() + ".unpacked");
    }

    /** By hand: an exploded export would explode the jars in WEB-INF/lib too. */
    private static void unpack(Archive<?> archive, Path directory) {
        try (InputStream stream = archive.as(ZipExporter.class).exportAsInputStream();
                ZipInputStream zip = new ZipInputStream(stream)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = directory.resolve(entry.getName()).normalize();
                if (!target.startsWith(directory)) {
                    throw new IOException("An entry outside of the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(zip, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(archive.getName() + " could not be unpacked", e);
        }
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.log(Level.INFO, directory + " could not be deleted", e);
        }
    }

    @Override
    @SuppressWarnings("deprecation") // The interface still demands it.
    public void deploy(Descriptor descriptor) {
        throw new UnsupportedOperationException("The kit deploys archives only");
    }

    @Override
    @SuppressWarnings("deprecation") // The interface still demands it.
    public void undeploy(Descriptor descriptor) {
        throw new UnsupportedOperationException("The kit deploys archives only");
    }
}
