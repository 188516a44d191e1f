// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tck;

import org.eclipse.jetty.ee10.webapp.WebAppContext;

/** A web application in Jetty's classes of EE 10, which has each class in a package of its own. */
final class WebApplication extends WebAppContext {}
