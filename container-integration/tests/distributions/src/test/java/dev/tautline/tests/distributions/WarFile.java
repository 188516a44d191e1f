// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The WAR: this module's pages and classes, and its libraries as Maven names them. Without {@code web.xml}, as most are. */
final class WarFile {
    private WarFile() {}

    /** Makes one that relies on the container's {@code jakarta.websocket}. */
    static Path plain(Path file) throws IOException {
        return write(file, List.of());
    }

    /**
     * Makes one that brings {@code jakarta.websocket} along.
     *
     * @param version {@code 2.1} or {@code 2.2}
     */
    static Path withApi(Path file, String version) throws IOException {
        try (Stream<Path> jars =
                Files.list(Settings.path("websocket-api.directory").resolve(version))) {
            return write(file, jars.toList());
        }
    }

    private static Path write(Path file, List<Path> api) throws IOException {
        List<Path> libraries = new ArrayList<>(api);
        for (String entry : Settings.get("war.libraries").split(File.pathSeparator)) {
            libraries.add(Path.of(entry));
        }
        Files.createDirectories(file.getParent());
        try (ZipOutputStream war = new ZipOutputStream(Files.newOutputStream(file))) {
            addTree(war, Settings.path("war.pages"), "");
            addTree(war, Settings.path("war.classes"), "WEB-INF/classes/");
            for (Path library : libraries) {
                addLibrary(war, library);
            }
        }
        return file;
    }

    /** A module that has not been packaged yet is a directory. */
    private static void addLibrary(ZipOutputStream war, Path library) throws IOException {
        if (Files.isDirectory(library)) {
            ByteArrayOutputStream jar = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(jar)) {
                addTree(zip, library, "");
            }
            String module = library.getParent().getParent().getFileName().toString();
            war.putNextEntry(new ZipEntry("WEB-INF/lib/" + module + ".jar"));
            jar.writeTo(war);
        } else {
            war.putNextEntry(new ZipEntry("WEB-INF/lib/" + library.getFileName()));
            Files.copy(library, war);
        }
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
