// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpField;

/** Header fields as they stand on the wire, in their order. */
final class HeaderFields {
    private HeaderFields() {}

    /** A field that Jetty sends as it is and where it stands; it would spell names that it knows anew and put {@code Connection} last. */
    static HttpField field(String name, String value) {
        return new HttpField(null, name, value);
    }

    static List<Map.Entry<String, String>> of(Response response) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (HttpField field : response.getHeaders()) {
            headers.add(Map.entry(field.getName(), Objects.requireNonNullElse(field.getValue(), "")));
        }
        return headers;
    }
}
