// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.tests.contract.wire.WireClient;
import dev.tautline.tests.contract.wire.WireRequest;
import dev.tautline.tests.specification.scanned.ChosenEndpoint;
import dev.tautline.tests.specification.scanned.ClassesConfig;
import dev.tautline.tests.specification.scanned.LibraryConfig;
import dev.tautline.tests.specification.scanned.LibraryEndpoint;
import dev.tautline.tests.specification.scanned.PlainEndpoint;
import dev.tautline.tests.specification.scanned.ProgrammaticEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the container's scan finds in WARs, exploded and packed. */
class ScanTest {
    @TempDir
    Path folder;

    /** Where the scan of one WAR has led. */
    private record Site(Tomcat tomcat) implements AutoCloseable {
        int status(String path) {
            return WireRequest.webSocket(base(), "/app" + path).exchange().status();
        }

        String answer(String path) {
            try (WireClient client =
                    WireRequest.webSocket(base(), "/app" + path).open()) {
                String answer = client.sendText("hi").text();
                client.closeCleanly();
                return answer;
            }
        }

        private URI base() {
            return URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort());
        }

        @Override
        public void close() throws LifecycleException {
            tomcat.stop();
            tomcat.destroy();
        }
    }

    private Site deploy(boolean packed, List<Class<?>> classes, List<Class<?>> library) throws Exception {
        Path war = folder.resolve(packed ? "app.war" : "app");
        if (packed) {
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
                fill(zip, "WEB-INF/classes/", classes);
                Path jar = jar(library);
                zip.putNextEntry(new ZipEntry("WEB-INF/lib/library.jar"));
                Files.copy(jar, zip);
                zip.closeEntry();
            }
        } else {
            for (Class<?> type : classes) {
                Path file = war.resolve("WEB-INF/classes/" + resource(type));
                Files.createDirectories(file.getParent());
                Files.write(file, bytes(type));
            }
            Path libraries = Files.createDirectories(war.resolve("WEB-INF/lib"));
            Files.copy(jar(library), libraries.resolve("library.jar"));
        }
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.resolve("tomcat").toString());
        tomcat.setConnector(WebApplication.connector(false));
        Files.createDirectories(folder.resolve("tomcat/webapps"));
        StandardContext context = new StandardContext();
        context.setPath("/app");
        context.setDocBase(war.toString());
        context.setParentClassLoader(getClass().getClassLoader());
        StandardJarScanner scanner = new StandardJarScanner();
        // The class path has the endpoints of all tests.
        scanner.setScanClassPath(false);
        context.setJarScanner(scanner);
        ContextConfig config = new ContextConfig();
        config.setDefaultWebXml(tomcat.noDefaultWebXmlPath());
        context.addLifecycleListener(config);
        tomcat.getHost().addChild(context);
        Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
        tomcat.start();
        return new Site(tomcat);
    }

    private Path jar(List<Class<?>> classes) throws IOException {
        Path jar = folder.resolve("library.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            fill(zip, "", classes);
        }
        return jar;
    }

    private static void fill(ZipOutputStream zip, String prefix, List<Class<?>> classes) throws IOException {
        for (Class<?> type : classes) {
            zip.putNextEntry(new ZipEntry(prefix + resource(type)));
            zip.write(bytes(type));
            zip.closeEntry();
        }
    }

    private static String resource(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (InputStream stream = type.getResourceAsStream("/" + resource(type))) {
            return stream.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Section({"6.2", "6.5"})
    @DisplayName(
            "without a ServerApplicationConfig all annotated endpoints of WEB-INF/classes and lib are deployed, no others")
    void annotated(boolean packed) throws Exception {
        try (Site site = deploy(
                packed, List.of(PlainEndpoint.class, ProgrammaticEndpoint.class), List.of(LibraryEndpoint.class))) {
            assertEquals("plain hi", site.answer("/plain"));
            assertEquals("library hi", site.answer("/library"));
            assertEquals(404, site.status("/programmatic"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Section("6.2")
    @DisplayName("with several, the union of what they return is deployed, and nothing else; null stands for nothing")
    void configs(boolean packed) throws Exception {
        try (Site site = deploy(
                packed,
                List.of(PlainEndpoint.class, ChosenEndpoint.class, ProgrammaticEndpoint.class, ClassesConfig.class),
                List.of(LibraryEndpoint.class, LibraryConfig.class))) {
            assertEquals("chosen hi", site.answer("/chosen"));
            assertEquals("library hi", site.answer("/library"));
            assertEquals("programmatic hi", site.answer("/programmatic"));
            assertEquals(404, site.status("/plain"));
        }
    }
}
