// SPDX-License-Identifier: Apache-2.0
/**
 * What the application deploys: endpoint classes, their methods, coders, configurators and path templates, checked once and
 * turned into method handles at deployment. Descriptors are immutable and shared; a binding and its {@link
 * dev.tautline.jakarta.endpoint.Coders} belong to one session, which calls them from its callback lane. Imports the Jakarta API
 * and {@code Delivery}; knows neither sessions' insides nor containers.
 */
@NullMarked
package dev.tautline.jakarta.endpoint;

import org.jspecify.annotations.NullMarked;
