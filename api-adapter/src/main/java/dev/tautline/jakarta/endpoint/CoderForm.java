// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import jakarta.websocket.Decoder;
import jakarta.websocket.Encoder;

/** The four forms of encoders and decoders. */
enum CoderForm {
    TEXT(MessageReceiver.Kind.TEXT, false, Decoder.Text.class, Encoder.Text.class),
    TEXT_STREAM(MessageReceiver.Kind.TEXT, true, Decoder.TextStream.class, Encoder.TextStream.class),
    BINARY(MessageReceiver.Kind.BINARY, false, Decoder.Binary.class, Encoder.Binary.class),
    BINARY_STREAM(MessageReceiver.Kind.BINARY, true, Decoder.BinaryStream.class, Encoder.BinaryStream.class);

    final MessageReceiver.Kind kind;
    final boolean stream;
    final Class<?> decoder;
    final Class<?> encoder;

    CoderForm(MessageReceiver.Kind kind, boolean stream, Class<?> decoder, Class<?> encoder) {
        this.kind = kind;
        this.stream = stream;
        this.decoder = decoder;
        this.encoder = encoder;
    }
}
