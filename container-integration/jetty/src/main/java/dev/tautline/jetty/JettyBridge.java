// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jetty;

/** Finds the loader that links the glue with the server's classes, and makes our half with it. */
final class JettyBridge {
    private static final String SIDE = JettySide.class.getPackageName() + ".glue.JettyUpgrades";
    private static final String CORE_REQUEST = "org.eclipse.jetty.server.Request";

    private JettyBridge() {}

    /**
     * @param server the loader of the servlet request's class
     * @param onServerStop called when the server begins to stop, while its connections still work
     * @throws LinkageError if this is not a Jetty that the glue can be linked with
     */
    static JettySide connect(ClassLoader server, Runnable onServerStop) {
        ClassLoader own = JettySide.class.getClassLoader();
        ClassLoader linking = sees(own, server) ? own : new BridgeClassLoader(own, server);
        try {
            Class<?> side = Class.forName(SIDE, true, linking);
            return (JettySide) side.getConstructor(Runnable.class).newInstance(onServerStop);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("This Jetty can't be linked with: " + server, e);
        }
    }

    /** Whether the server's own classes are what the loader finds: an embedded server on the class path. */
    private static boolean sees(ClassLoader own, ClassLoader server) {
        try {
            return Class.forName(CORE_REQUEST, false, own) == Class.forName(CORE_REQUEST, false, server);
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
