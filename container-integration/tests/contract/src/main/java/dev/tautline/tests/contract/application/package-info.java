// SPDX-License-Identifier: Apache-2.0
/**
 * The application under the contract: ordinary endpoints, a filter, a servlet, and the probes by which a test is each session's other side. Owns the
 * probes. Imports the Jakarta APIs and the initializer that deploys endpoints.
 */
@NullMarked
package dev.tautline.tests.contract.application;

import org.jspecify.annotations.NullMarked;
