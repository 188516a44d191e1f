// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.news;

/** A piece of news: who says what. */
public record Headline(String author, String text) {}
