// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A WAR of this module's pages and classes, and libraries as Maven names them. Without {@code web.xml}, as most are. */
final class WarFile {
    private static final String PACKAGE = WarFile.class.getPackageName().replace('.', '/') + "/";

    private static final String CONTEXT =
            "<Context containerSciFilter=\"org\\.apache\\.tomcat\\.websocket\\.server\\.WsSci\"/>";

    /** Without it Weld does not start: the file says that there are beans. */
    private static final String BEANS =
            "<beans xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"4.0\" bean-discovery-mode=\"annotated\"/>";

    private final List<String> classes = new ArrayList<>();
    private final List<String> jars = new ArrayList<>();
    private final List<Path> libraries = new ArrayList<>();
    private boolean standsAlone;
    private boolean hasBeans;

    private WarFile() {}

    /**
     * One without libraries.
     *
     * @param classes the package below this one whose classes are in {@code WEB-INF/classes}
     */
    static WarFile of(String classes) {
        WarFile war = new WarFile();
        war.classes.add(classes);
        return war;
    }

    /** Makes one that relies on the container's {@code jakarta.websocket}. */
    static Path plain(Path file) throws IOException {
        return of("app").withTautline().write(file);
    }

    /**
     * Makes one that brings {@code jakarta.websocket} along.
     *
     * @param version {@code 2.1} or {@code 2.2}
     */
    static Path withApi(Path file, String version) throws IOException {
        return of("app").withTautline().withApi(version).write(file);
    }

    /** Brings {@code jakarta.websocket} along, as {@link #withApi(Path, String)}. */
    WarFile withApi(String version) throws IOException {
        try (Stream<Path> files =
                Files.list(Settings.path("websocket-api.directory").resolve(version))) {
            libraries.addAll(files.toList());
        }
        return this;
    }

    /** Keeps Tomcat's own initializer away, as the documentation says. */
    WarFile withoutTomcatsProvider() {
        standsAlone = true;
        return this;
    }

    /** The classes of a package below this one in a jar of their own. */
    WarFile withJar(String classes) {
        jars.add(classes);
        return this;
    }

    /** Tautline with its client. */
    WarFile withTautline() {
        addLibraries(Settings.get("war.libraries"));
        return this;
    }

    /**
     * CDI, as Maven brings it along.
     *
     * @param edition {@code ee10} for Weld 5.1, {@code ee11} for Weld 6.0
     */
    WarFile withWeld(String edition) throws IOException {
        hasBeans = true;
        addLibraries(Files.readString(Settings.path("weld." + edition)));
        return this;
    }

    private void addLibraries(String classPath) {
        for (String entry : classPath.strip().split(File.pathSeparator)) {
            libraries.add(Path.of(entry));
        }
    }

    Path write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (ZipOutputStream war = new ZipOutputStream(Files.newOutputStream(file))) {
            addTree(war, Settings.path("war.pages"), "");
            if (standsAlone) {
                addText(war, "META-INF/context.xml", CONTEXT);
            }
            if (hasBeans) {
                addText(war, "WEB-INF/beans.xml", BEANS);
            }
            for (String name : classes) {
                addClasses(war, name, "WEB-INF/classes/");
            }
            for (String name : jars) {
                ByteArrayOutputStream jar = new ByteArrayOutputStream();
                try (ZipOutputStream zip = new ZipOutputStream(jar)) {
                    addClasses(zip, name, "");
                }
                addJar(war, name, jar);
            }
            for (Path library : libraries) {
                addLibrary(war, library);
            }
        }
        return file;
    }

    private static void addText(ZipOutputStream war, String name, String text) throws IOException {
        war.putNextEntry(new ZipEntry(name));
        war.write(text.getBytes(StandardCharsets.UTF_8));
        war.closeEntry();
    }

    private static void addClasses(ZipOutputStream zip, String name, String prefix) throws IOException {
        String directory = PACKAGE + name + "/";
        addTree(zip, Settings.path("war.classes").resolve(directory), prefix + directory);
    }

    /** A module that has not been packaged yet is a directory. */
    private static void addLibrary(ZipOutputStream war, Path library) throws IOException {
        if (Files.isDirectory(library)) {
            ByteArrayOutputStream jar = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(jar)) {
                addTree(zip, library, "");
            }
            addJar(war, library.getParent().getParent().getFileName().toString(), jar);
        } else {
            war.putNextEntry(new ZipEntry("WEB-INF/lib/" + library.getFileName()));
            Files.copy(library, war);
            war.closeEntry();
        }
    }

    private static void addJar(ZipOutputStream war, String name, ByteArrayOutputStream jar) throws IOException {
        war.putNextEntry(new ZipEntry("WEB-INF/lib/" + name + ".jar"));
        jar.writeTo(war);
        war.closeEntry();
    }

    private static void addTree(ZipOutputStream zip, Path root, String prefix) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                zip.putNextEntry(
                        new ZipEntry(prefix + root.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
    }
}
