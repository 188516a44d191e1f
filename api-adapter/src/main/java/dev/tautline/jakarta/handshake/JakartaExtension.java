// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.handshake;

import dev.tautline.extension.ExtensionOffer;
import dev.tautline.extension.ExtensionParameter;
import jakarta.websocket.Extension;
import java.util.ArrayList;
import java.util.List;

/** An extension with its parameters as the Jakarta API shows it. A bare parameter has an empty value there. */
record JakartaExtension(String name, List<Extension.Parameter> parameters) implements Extension {
    private record NamedValue(String name, String value) implements Extension.Parameter {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public String getValue() {
            return value;
        }
    }

    static JakartaExtension of(ExtensionOffer offer) {
        List<Extension.Parameter> parameters = new ArrayList<>();
        for (ExtensionParameter parameter : offer.parameters()) {
            String value = parameter.value();
            parameters.add(new NamedValue(parameter.name(), value == null ? "" : value));
        }
        return new JakartaExtension(offer.name(), List.copyOf(parameters));
    }

    /** The way back, for what an application made. */
    static ExtensionOffer offer(Extension extension) {
        List<ExtensionParameter> parameters = new ArrayList<>();
        for (Extension.Parameter parameter : extension.getParameters()) {
            String value = parameter.getValue();
            parameters.add(
                    new ExtensionParameter(parameter.getName(), value == null || value.isEmpty() ? null : value));
        }
        return new ExtensionOffer(extension.getName(), parameters);
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public List<Extension.Parameter> getParameters() {
        return parameters;
    }
}
